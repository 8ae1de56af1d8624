import { FuseV1Options, FuseVersion } from '@electron/fuses'

/**
 * Electron's switches, burnt into the binary so that no environment variable or argument turns the application into
 * something else. `strictlyRequireAllFuses` makes a fuse that a newer Electron adds an error: someone has to decide.
 * @type {import('@electron/fuses').FuseV1Config}
 */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  /** A binary changed after it was signed must be signed anew before an Apple-silicon Mac runs it. */
  resetAdHocDarwinSignature: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  /** Electron's own default: WebAssembly without them is far slower. */
  [FuseV1Options.WasmTrapHandlers]: true,
}
