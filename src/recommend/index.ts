export { recommend } from './recommend.ts'
export { NETWORKS, PRIORITIES, type RecommendOptions, SYMPTOMS, TASKS } from './situation.ts'
