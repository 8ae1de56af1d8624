import { expect, test } from 'vitest'
import { bareImports } from './bare-imports.ts'

test.each([
  ["import { app } from 'electron'", ['electron']],
  ['import{a as b}from"react";import"./side.js";', ['react']],
  ['import * as fs from "node:fs"\nimport sharp from "sharp"', ['node:fs', 'sharp']],
  ['let electron = require("electron");', ['electron']],
  ['const m = await import("@img/colour")', ['@img/colour']],
  ['import "ws"', ['ws']],
  ['const o = createRequire(import.meta.url)("onnxruntime-node")', ['onnxruntime-node']],
  ['export { z } from "zod"', ['zod']],
  ['export{x};var from="react"', []],
  ["const text = 'imported from ' + place\nswitch (x) { case 'a': }", []],
  ['Array.from("abc"); object.import("x"); important("y")', []],
])('%j', (text, names) => {
  expect(bareImports(text)).toEqual(names)
})
