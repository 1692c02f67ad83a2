import { KERNEL_BYTES } from './generated/kernel-bytes.js';

/** The functions of ../../kernel/; numbers named `…At` are byte offsets into the memory. */
export interface Kernel {
  fillHistogram(
    histogramAt: number,
    bytes: number,
    layoutAt: number,
    groups: number,
    packedAt: number,
    rowsAt: number,
    count: number,
    gradientsAt: number,
    blockAt: number,
    shift: number,
  ): void;
  subtractHistogram(wholeAt: number, partAt: number, bytes: number): void;
  computeGradients(
    gradientsAt: number,
    rows: number,
    logOddsAt: number,
    goodsAt: number,
    weightsAt: number,
    perGradient: number,
    perHessian: number,
  ): void;
  sumCells(
    cellsAt: number,
    count: number,
    shift: number,
    perGradient: number,
    perHessian: number,
    outAt: number,
  ): void;
  rateCells(
    cellsAt: number,
    count: number,
    shift: number,
    perGradient: number,
    perHessian: number,
    smoothing: number,
    outAt: number,
  ): void;
  hasRows(cellAt: number): number;
  searchNumbers(
    histogramAt: number,
    inputsAt: number,
    count: number,
    shift: number,
    problemAt: number,
    foundAt: number,
  ): void;
  scanSplits(
    cellsAt: number,
    first: number,
    step: number,
    count: number,
    sign: number,
    slot: number,
    shift: number,
    problemAt: number,
    foundAt: number,
  ): void;
}

interface KernelMemory {
  buffer: ArrayBuffer;
}

/** The part of the standard API that is used here; TypeScript knows it only together with all of a browser's or Node's. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (size: { initial: number }) => KernelMemory;
  Instance: new (module: object, imports: { env: { memory: KernelMemory } }) => { exports: Kernel };
};

const PAGE_BYTES = 65_536;

/** An instance of the kernel with a memory of its own. */
export function loadKernel(memoryBytes: number): { kernel: Kernel; buffer: ArrayBuffer } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(memoryBytes / PAGE_BYTES) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(KERNEL_BYTES), {
    env: { memory },
  });
  return { kernel: exports, buffer: memory.buffer };
}
