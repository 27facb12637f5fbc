export * from './activation.ts'
export { Embedding } from './embedding.ts'
export { Linear, type LinearOptions } from './linear.ts'
export { Sequential } from './sequential.ts'
