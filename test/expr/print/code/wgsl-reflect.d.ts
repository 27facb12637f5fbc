/** The package describes its types under another path than the module that Node can load. */
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export { WgslExec, WgslParser } from 'wgsl_reflect'
}
