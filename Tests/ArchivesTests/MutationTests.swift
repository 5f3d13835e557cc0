import Archives
import Mutation
import Testing

/// Damaged zips and gzip streams: an answer in bounded memory, never a trap.
@Suite struct MutationTests {
  @Test func noDamagedZipTraps() throws {
    var mutator = Mutator(seed: 7)
    let entry = RawZip.Entry("dir/b.xml").with {
      $0.bytes = [UInt8](repeating: 0x61, count: 900)
      $0.method = 8
      $0.packed = (try? deflated($0.bytes)) ?? []
    }
    let inner = RawZip([RawZip.Entry("a.txt"), entry]).bytes
    let nested = RawZip([RawZip.Entry("n.zip").with { $0.bytes = inner }, entry]).bytes
    for _ in 0..<Mutator.count(usual: 2000) {
      let bytes = mutator.mutated(mutator.choice([inner, nested]) ?? inner)
      for mode in [ZipReader.Mode.lenient, .strict] {
        let reader = try ZipReader(RandomAccessBytes(bytes), mode: mode)
        for member in reader.members {
          _ = try? reader.open(member).readAll(limit: 100_000)
        }
      }
    }
  }

  @Test func noDamagedGzipTraps() throws {
    var mutator = Mutator(seed: 8)
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let text = [UInt8](repeating: 0x62, count: 3000)
    packed += try deflated(text)
    var crc = CRC32()
    text.withUnsafeBytes { crc.update($0) }
    for value in [crc.value, UInt32(text.count)] {
      for shift in [UInt32(0), 8, 16, 24] {
        packed.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    #expect(try GzipReader(MemorySource(packed)).readAll(limit: 4000) == text)
    for _ in 0..<Mutator.count(usual: 2000) {
      let source = MemorySource(mutator.mutated(packed))
      _ = try? GzipReader(source).readAll(limit: 1 << 20)
    }
  }
}
