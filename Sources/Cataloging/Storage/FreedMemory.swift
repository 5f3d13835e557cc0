import Glibc

/// Memory that was freed, which the allocator keeps in case it is asked for the like again.
package enum FreedMemory {
  // No header of the module names it, and not every C library has it.
  private static let trim = dlsym(nil, "malloc_trim").map {
    unsafeBitCast($0, to: (@convention(c) (Int) -> CInt).self)
  }

  private static let option = dlsym(nil, "mallopt").map {
    unsafeBitCast($0, to: (@convention(c) (CInt, CInt) -> CInt).self)
  }
  /// `M_MMAP_THRESHOLD` of malloc.h.
  private static let mappingThreshold: CInt = -3

  /// From now on blocks of a million bytes and more are pages of their own, which go back when they
  /// are freed. Else the allocator takes up to 32 MB from what it keeps: an eighth of the peak of
  /// deriving ten million units lay there in pieces.
  package static func mapLargeBlocks() { _ = option?(mappingThreshold, 1_000_000) }

  /// Gives it back to the system. Worth its milliseconds between stages, where what comes next needs
  /// it in other pieces: at ten million units deriving began beside 140 MB that loading had left.
  package static func giveBack() { _ = trim?(0) }
}
