import { z } from 'zod'

/**
 * The content security policy forbids code made from text, which zod would otherwise use to parse faster. Schemas
 * decide when they are made, so this module has to be the first that the page imports.
 */
z.config({ jitless: true })
