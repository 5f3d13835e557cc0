import Glibc

/// Memory that was freed, which the allocator keeps in case it is asked for the like again.
package enum FreedMemory {
  // No header of the module names it, and not every C library has it.
  private static let trim = dlsym(nil, "malloc_trim").map {
    unsafeBitCast($0, to: (@convention(c) (Int) -> CInt).self)
  }

  /// Gives it back to the system. Worth its milliseconds between stages, where what comes next needs
  /// it in other pieces: at ten million units deriving began beside 140 MB that loading had left.
  package static func giveBack() { _ = trim?(0) }
}
