import { expect, test, vi } from 'vitest'
import { openExternalLink } from './external-links.ts'

test.each([
  'https://github.com/',
  'https://github.com/onnx/onnx?tab=readme#top',
  'https://huggingface.co/models',
  'https://arxiv.org/abs/2107.10833',
])('opens %s', (address) => {
  const open = vi.fn()
  expect(openExternalLink(address, open)).toBe(true)
  expect(open).toHaveBeenCalledExactlyOnceWith(address)
})

test.each([
  'http://github.com/',
  'https://github.com.evil/',
  'https://evilgithub.com/',
  'https://sub.github.com/',
  'https://github.com@evil/',
  'https://me@github.com/',
  'https://github.com:8443/',
  'https://studio.evil/',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'smb://github.com/share',
  'ms-msdt:/id',
  'app://studio/',
  '\\\\github.com\\share',
  '',
])('refuses %s', (address) => {
  const open = vi.fn()
  expect(openExternalLink(address, open)).toBe(false)
  expect(open).not.toHaveBeenCalled()
})
