internal import Archives

/// Text that is made as it is read.
final class TextSource: ByteSource {
  private let next: () -> String?
  private var rest: ArraySlice<UInt8> = []

  /// Takes one part after the other until there is none.
  init(_ next: @escaping () -> String?) { self.next = next }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while rest.isEmpty {
      guard let part = next() else { return 0 }
      rest = Array(part.utf8)[...]
    }
    let count = min(buffer.count, rest.count)
    buffer.copyBytes(from: rest.prefix(count))
    rest = rest.dropFirst(count)
    return count
  }
}
