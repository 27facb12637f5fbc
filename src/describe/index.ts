export { describe, outline } from './describe.ts'
export { type NeuronOptions, neuronFigure, vectorFigure } from './figures.ts'
