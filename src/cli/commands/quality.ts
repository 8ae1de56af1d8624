import type { Command } from 'commander'
import { measureQuality } from '../../engine/quality/measure.ts'
import { contextOf } from '../context.ts'
import { eachInput } from '../tell.ts'

export function addQuality(program: Command): void {
  program
    .command('quality')
    .description('Measure a picture: NIQE and sharpness; against a reference PSNR, SSIM, colour difference, fidelity.')
    .argument('<file>', 'picture')
    .option('--reference <file>', 'picture to compare with')
    .option('--json', 'one JSON object on stdout')
    .action(async (file: string, options: { reference?: string }, command: Command) => {
      const context = contextOf(command)
      const input = { shown: file, file, folder: '' }
      process.exitCode = await eachInput(context, [input], 'measured', async () => {
        const measured = await measureQuality(file, options.reference)
        context.voice.record({ input: file, ok: true, reference: options.reference ?? null, ...measured })
        for (const [name, value] of Object.entries(measured))
          if (value !== null)
            context.voice.say(
              `${name.padEnd(14)} ${typeof value === 'number' ? value.toFixed(4) : JSON.stringify(value)}`,
            )
      })
    })
}
