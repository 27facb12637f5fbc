/** A compute shader around printed WGSL: it applies the function to every number of a buffer. */

export function shaderOf(code: string): string {
  return `${code}

@group(0) @binding(0) var<storage, read> xs: array<f32>;
@group(0) @binding(1) var<storage, read_write> ys: array<f32>;

@compute @workgroup_size(1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  ys[id.x] = printed(xs[id.x]);
}
`
}
