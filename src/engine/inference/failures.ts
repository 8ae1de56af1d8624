import { AppError, codeOf } from '../../shared/errors.ts'

/**
 * How running out of memory sounds: ONNX Runtime's arena, C++ `bad_alloc`, V8, CUDA, DirectML and WebGPU each have
 * words of their own, and the Node binding passes on nothing but the words.
 */
const memoryWords =
  /failed to allocate memory|bad_alloc|bad allocation|out[ _-]of[ _-]memory|array buffer allocation failed|invalid typed array length|allocation failed|not enough (?:gpu |video )?memory|E_OUTOFMEMORY|8007000E|vkAllocateMemory|CUDA_ERROR_OUT_OF_MEMORY|CUDNN_STATUS_ALLOC_FAILED/i

/** True when `error` means that memory ran out, whoever said so. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'out-of-memory'
  return error instanceof Error && memoryWords.test(error.message)
}

/** A failure of a network's run as an `AppError`; expected ones pass unchanged. */
export function asModelFailure(error: unknown, model: string): AppError {
  if (error instanceof AppError) return error
  if (isOutOfMemory(error))
    return new AppError('out-of-memory', 'The computer ran out of memory.', {}, { cause: error })
  return new AppError('model-broken', `The model “${model}” could not be run.`, { model }, { cause: error })
}

export const isCancelled = (error: unknown): boolean => codeOf(error) === 'cancelled'
