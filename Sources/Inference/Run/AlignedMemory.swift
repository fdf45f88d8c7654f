import CCPU
import Foundation

/// Memory on a 64-byte boundary, in large pages where it is large: fewer address translations, and the processor
/// fetches ahead further. To be given back with `deallocate()`.
package func allocateAligned(byteCount: Int) -> UnsafeMutableRawPointer {
  let page = 1 << 21
  guard byteCount >= page else { return .allocate(byteCount: byteCount, alignment: AlignedBuffer.alignment) }
  let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: page)
  // Whole pages only, so that the last one does not take what nobody asked for. If refused, it works all the same.
  madvise(memory, byteCount / page * page, MADV_HUGEPAGE)
  return memory
}

/// From this call on blocks of a mebibyte and more go back to the system as soon as they are freed: pictures and
/// activations would otherwise stay in the heap of each thread that had one. For a program; a library leaves that alone.
package func returnLargeBlocks() { ccpu_return_large_blocks() }

/// Gives pages that are free, but lie between others of the heap, back to the system.
package func returnFreeMemory() { ccpu_return_free_memory() }
