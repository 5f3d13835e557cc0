import Dispatch
import Glibc

/// Compresses a source in blocks on several cores. The bytes that come out depend on the input
/// and the level alone, never on the number of cores: each block is compressed by itself, with
/// the 32 KiB before it as dictionary, and the blocks are joined at byte boundaries.
package final class BlockDeflater {
  /// What was compressed.
  package struct Summary: Sendable, Equatable {
    /// CRC-32 of the source's bytes.
    package let crc: UInt32
    /// Bytes read.
    package let size: UInt64
    /// Bytes given out.
    package let packedSize: UInt64
  }

  /// Source bytes in a block.
  package static let blockSize = 256 * 1024
  /// The growth a reader allows (`InflateLimits`) is never reached: past this, bytes are stored. It
  /// is looked at from the second block on, so that no short last block comes too late for it.
  static let safeRatio = InflateLimits(ratio: 100, floor: UInt64(blockSize))

  /// Asked for once: the answer stands in a file.
  private static let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  private var blocks: [DeflateBlock]
  private let level: Int
  private let mostBlocks: Int
  private let queue = DispatchQueue.global(qos: .userInitiated)

  /// Prepares for `workers` blocks at a time; nil means one per core.
  /// - Throws: `compressionUnavailable`.
  package init(level: Int = Deflater.standardLevel, workers: Int? = nil) throws {
    // One block more than workers, so that reading and writing overlap with compressing.
    mostBlocks = min(max(1, workers ?? Self.cores), 64) + 1
    self.level = level
    // A small file never needs the others.
    blocks = [try DeflateBlock(level: level)]
  }

  /// Compresses all of `source` as one raw deflate stream, handing it to `emit` in order.
  /// - Throws: what the source or `emit` throws.
  package func deflate(
    _ source: any ByteSource, emit: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Summary {
    var joiner = DeflateJoiner()
    var oldest = 0
    var inFlight = 0
    defer {
      for place in 0..<inFlight { blocks[(oldest + place) % blocks.count].wait() }
    }
    func takeOldest() throws {
      let block = blocks[oldest]
      oldest = (oldest + 1) % blocks.count
      inFlight -= 1
      block.wait()
      try joiner.join(block, emit: emit)
    }
    var previous: DeflateBlock?
    while true {
      if inFlight == blocks.count {
        if blocks.count < mostBlocks {
          blocks.append(try DeflateBlock(level: level))
        } else {
          try takeOldest()
        }
      }
      let block = blocks[(oldest + inFlight) % blocks.count]
      try block.fill(from: source, after: previous)
      let last = block.isLast
      previous = block
      inFlight += 1
      if last && inFlight == 1 { block.compress() } else { block.compress(on: queue) }
      if last { break }
    }
    while inFlight > 0 { try takeOldest() }
    return joiner.summary
  }
}

/// Puts finished blocks behind one another and keeps the growth below `safeRatio`.
private struct DeflateJoiner {
  private var crc: UInt32 = 0
  private var size: UInt64 = 0
  private var packedSize: UInt64 = 0

  var summary: BlockDeflater.Summary {
    .init(crc: crc, size: size, packedSize: packedSize)
  }

  mutating func join(
    _ block: DeflateBlock, emit: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    if let failure = block.failure { throw failure }
    crc = CRC32.combine(crc, block.crc, secondLength: UInt64(block.inputCount))
    size &+= UInt64(block.inputCount)
    let packed = packedSize &+ UInt64(block.output.count)
    if BlockDeflater.safeRatio.breaksRatio(packed: packed, unpacked: size) {
      try block.withInput { try store($0, last: block.isLast, emit: emit) }
    } else {
      packedSize = packed
      try block.output.withUnsafeBytes(emit)
    }
  }

  // Stored deflate blocks (RFC 1951, 3.2.4); we stand at a byte boundary between any two blocks.
  private mutating func store(
    _ input: UnsafeRawBufferPointer, last: Bool, emit: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var rest = input
    repeat {
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(0xFFFF))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
      let length = UInt16(piece.count)
      var header: [UInt8] = [last && rest.isEmpty ? 1 : 0]
      header.appendLittleEndian(length)
      header.appendLittleEndian(~length)
      try header.withUnsafeBytes(emit)
      try emit(piece)
      packedSize &+= UInt64(header.count + piece.count)
    } while !rest.isEmpty
  }
}

/// One block on its way. Only one thread touches it at a time: the owner until `compress(on:)`,
/// the worker until it signals, the owner again after `wait()`. Hence the unchecked Sendable.
private final class DeflateBlock: @unchecked Sendable {
  private static let window = 32 * 1024

  // The dictionary stands right before the input.
  private let memory = RawBuffer(count: window + BlockDeflater.blockSize)
  private var deflater: Deflater
  private var dictionaryCount = 0
  private let done = DispatchSemaphore(value: 0)
  private(set) var inputCount = 0
  private(set) var isLast = false
  private(set) var output: [UInt8] = []
  private(set) var crc: UInt32 = 0
  private(set) var failure: (any Error)?

  init(level: Int) throws { deflater = try Deflater(level: level) }

  func fill(from source: any ByteSource, after previous: DeflateBlock?) throws {
    dictionaryCount = 0
    if let previous {
      // Every block but the last is full, so it holds a whole window.
      let end = DeflateBlock.window + previous.inputCount
      let tail = previous.memory.slice(end - DeflateBlock.window..<end)
      memory.bytes.copyMemory(from: tail)
      dictionaryCount = DeflateBlock.window
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: memory.bytes[DeflateBlock.window...])
    inputCount = try source.fill(room)
    isLast = inputCount < BlockDeflater.blockSize
  }

  func compress(on queue: DispatchQueue) {
    queue.async { self.compress() }
  }

  func compress() {
    failure = nil
    output.removeAll(keepingCapacity: true)
    do {
      let start = DeflateBlock.window
      try deflater.restart(dictionary: memory.slice(start - dictionaryCount..<start))
      try withInput { input in
        var sum = CRC32()
        sum.update(input)
        crc = sum.value
        try deflater.write(input, flush: isLast ? .finish : .sync) { output.append(contentsOf: $0) }
      }
    } catch {
      failure = error
    }
    done.signal()
  }

  func wait() { done.wait() }

  func withInput(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try body(memory.slice(DeflateBlock.window..<DeflateBlock.window + inputCount))
  }
}
