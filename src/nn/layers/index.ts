export * from './activation.ts'
export { Embedding, type EmbeddingOptions } from './embedding.ts'
export { Linear, type LinearOptions } from './linear.ts'
export { Sequential } from './sequential.ts'
