import type { OnnxGraph, OnnxNode } from './graph.ts'
import { floatTensor } from './write.ts'

/**
 * The same network with its result shrunk by Keys' cubic (a = -0.75, no antialiasing): how Real-ESRGAN's own program
 * makes x2 and x3 of its x4 video network.
 * @param factor below 1
 */
export function withResize(graph: OnnxGraph, factor: number): OnnxGraph {
  const [output] = graph.outputs
  const whole = 'whole_output'
  const scales = 'final_scales'
  const rename = (name: string) => (name === output?.name ? whole : name)
  const nodes = graph.nodes.map((node): OnnxNode => ({ ...node, outputs: node.outputs.map(rename) }))
  const resize: OnnxNode = {
    type: 'Resize',
    domain: '',
    inputs: [whole, '', scales],
    outputs: [output?.name ?? ''],
    attributes: new Map([
      ['mode', { text: 'cubic' }],
      ['coordinate_transformation_mode', { text: 'half_pixel' }],
      ['cubic_coeff_a', { float: -0.75 }],
    ]),
  }
  const weights = new Map(graph.weights).set(scales, floatTensor(scales, [4], Float32Array.of(1, 1, factor, factor)))
  return { ...graph, nodes: [...nodes, resize], weights }
}
