/**
 * A network as an ONNX model: Gemm, activation, …, Softmax. The file is a protocol buffer; only the fields that
 * such a model needs are written (onnx.proto3, opset 13).
 */

import type { Layer } from './system.ts'

type Part = Uint8Array

const OPSET = 13
const IR_VERSION = 8
const FLOAT = 1
const ATTRIBUTE_INT = 2

const OPERATORS = { relu: 'Relu', sigmoid: 'Sigmoid', tanh: 'Tanh' } as const

/** Input `x` [rows, first layer's inputs], output `y` [rows, last layer's outputs], probabilities. */
export function encodeModel(layers: readonly Layer[], rows: number): Uint8Array {
  const nodes: Part[] = []
  const tensors: Part[] = []
  let value = 'x'
  const add = (operator: string, inputs: readonly string[], output: string, axis?: number) => {
    nodes.push(node(operator, inputs, output, axis))
    value = output
  }
  for (const [i, { inputs, outputs, activation, weights }] of layers.entries()) {
    tensors.push(tensor(`w${i}`, [inputs, outputs], weights))
    tensors.push(tensor(`b${i}`, [outputs], new Float32Array(outputs)))
    add('Gemm', [value, `w${i}`, `b${i}`], `z${i}`)
    if (activation !== 'none') add(OPERATORS[activation], [value], `h${i}`)
  }
  add('Softmax', [value], 'y', 1)
  const graph = message(
    ...nodes.map((part) => nested(1, part)),
    text(2, 'network'),
    ...tensors.map((part) => nested(5, part)),
    nested(11, valueInfo('x', [rows, layers[0]?.inputs ?? 0])),
    nested(12, valueInfo('y', [rows, layers.at(-1)?.outputs ?? 0])),
  )
  return message(number(1, IR_VERSION), nested(7, graph), nested(8, number(2, OPSET)))
}

function node(operator: string, inputs: readonly string[], output: string, axis: number | undefined): Part {
  const attribute = message(text(1, 'axis'), number(3, axis ?? 0), number(20, ATTRIBUTE_INT))
  return message(
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(4, operator),
    ...(axis === undefined ? [] : [nested(5, attribute)]),
  )
}

function tensor(name: string, dims: readonly number[], data: Float32Array): Part {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return message(...dims.map((dim) => number(1, dim)), number(2, FLOAT), text(8, name), nested(9, raw))
}

function valueInfo(name: string, dims: readonly number[]): Part {
  const shape = message(...dims.map((dim) => nested(1, number(1, dim))))
  return message(text(1, name), nested(2, nested(1, message(number(1, FLOAT), nested(2, shape)))))
}

function message(...parts: readonly Part[]): Part {
  return Buffer.concat(parts)
}

/** Wire type 2: a length, then so many bytes. */
function nested(field: number, part: Part): Part {
  return message(varint(field * 8 + 2), varint(part.length), part)
}

function text(field: number, value: string): Part {
  return nested(field, new TextEncoder().encode(value))
}

/** Wire type 0. */
function number(field: number, value: number): Part {
  return message(varint(field * 8), varint(value))
}

function varint(value: number): Part {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest])
    bytes.push((rest % 128) + 128)
  }
}
