import { parentChannel } from '../../src/engine-process/parent-channel.ts'
import { multiplex } from '../../src/shared/rpc/multiplex.ts'
import { serve } from '../../src/shared/rpc/server.ts'
import { sample, sampleHandlers } from './sample.ts'

/** Serves the sample contract to the process that forked this one, on as many ports as it opens. */
multiplex(parentChannel(), (port) => serve(sample, sampleHandlers(), port, () => {}))
