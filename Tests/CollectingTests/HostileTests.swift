import Archives
import Cataloging
import Collecting
import GS1
import Testing

/// Damaged, hostile and oddly encoded input: never a crash, never silence.
@Suite struct HostileTests {
  private func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
    var bytes: [UInt8] = mark ? (bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]) : []
    for unit in text.utf16 {
      let pair = [UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]
      bytes += bigEndian ? pair : pair.reversed()
    }
    return bytes
  }

  @Test func refusesEntityDeclarationsAndExternalDTDs() throws {
    let bomb =
      "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><EPCISDocument>&b;</EPCISDocument>"
    #expect(try Read.xml(bomb).faults.map(\.reason) == [.entityDeclaration])
    let parameter = "<!DOCTYPE l [<!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]><a/>"
    #expect(try Read.xml(parameter).faults.map(\.reason) == [.entityDeclaration])
    for outside in ["SYSTEM \"file:///etc/passwd\"", "PUBLIC \"x\" \"y\""] {
      let sink = try Read.xml("<!DOCTYPE EPCISDocument \(outside)><EPCISDocument/>")
      #expect(sink.faults.map(\.reason) == [.externalDTD])
    }
  }

  @Test func findsTheEndOfATextWhereverItStands() throws {
    // Lengths around a machine word, bytes near those that end a text, and the three that do.
    for length in 0..<20 {
      for filling in ["A", ";", "=", "%", "'", "\u{C}", "\u{E}", "é", "\u{BC}", "\u{A6}"] {
        let plain = String(repeating: filling, count: length)
        for (ending, read) in [("", ""), ("&lt;b", "<b"), ("\r\nb", "\nb"), ("\rb", "\nb")] {
          let text = plain + ending
          let event = Sample.object(Sample.urn1, extra: "<bizStep>x\(text)x</bizStep>")
          let sink = try Read.xml(Sample.document(event))
          #expect(sink.events.map(\.bizStep?.raw) == ["x\(plain)\(read)x"])
        }
      }
    }
  }

  /// A name is kept with all that stands behind each of its colons.
  @Test func aLongNameOfManyPartsIsOneMemberBesideTheEvent() throws {
    let name = String(repeating: "a:", count: 200_000) + "b"
    let sink = try Read.json(
      "[" + JSONSample.object(Sample.urn1, extra: ",\"\(name)\":1") + ","
        + JSONSample.object(Sample.urn2) + "]")
    #expect(sink.epcs == [[Sample.unit1], [Sample.unit2]])
    #expect(sink.events[0].attributes.map(\.value) == ["1"])
    #expect(sink.faults.isEmpty)
  }

  /// One event a line, and one of the lines ends in its middle: wherever that is, the others are read.
  @Test(arguments: ["\n", "\r\n"], [1, 70_000])
  func aLineThatWasCutOffTakesNoOtherWithIt(ending: String, remark: Int) throws {
    let whole = Array(
      JSONSample.object(Sample.urn1, extra: ",\"ilmd\":{\"a:b\":[\"é\",{\"c\":1}]}").utf8)
    let note = ",\"ex:note\":\"" + String(repeating: "ü", count: remark) + "\""
    let lines = (1...4).map { number -> [UInt8] in
      Array(
        (JSONSample.object("urn:epc:id:sgtin:0312345.067890.\(number)", extra: note) + ending).utf8)
    }
    for length in stride(from: 1, to: whole.count, by: remark == 1 ? 1 : 37) {
      var text = lines[0] + whole.prefix(length)
      text += Array(ending.utf8)
      let third = text.count
      for line in lines.dropFirst() { text += line }
      let sink = try Read.json(text, step: remark == 1 ? 7 : nil)
      #expect(sink.events.map(\.epcs[0].epc.serial) == ["1", "2", "3", "4"], "cut at \(length)")
      #expect(sink.events.map(\.position.line) == [1, 3, 4, 5], "cut at \(length)")
      let starts = [0, third, third + lines[1].count, third + 2 * lines[1].count]
      #expect(sink.events.map(\.position.byteOffset) == starts, "cut at \(length)")
      #expect(sink.faults.map(\.line) == [2], "cut at \(length)")
      #expect(sink.faults.map(\.byteOffset) == [lines[0].count], "cut at \(length)")
    }
  }

  /// Two sorts of bad bytes by turns are noted in no more places than one sort.
  @Test func bytesThatAreBadInTurnsAreNotedAFewTimesAndCounted() throws {
    let bad: [UInt8] = (0..<400_000).map { $0 % 2 == 0 ? 0 : 0xFF }
    let parts = JSONSample.object("#").split(separator: "#").map { Array($0.utf8) }
    let sink = try Read.json(parts[0] + bad + parts[1])
    #expect(sink.events.count == 1)
    let notes = sink.taken[0].notes.filter { $0.code == .textEncoding }
    #expect(notes.count < 200)
    #expect(notes.contains { $0.raw?.hasSuffix(" times)") == true })
  }

  @Test func stopsAtDeepNestingInsideOneEventAndGoesOn() throws {
    let deep = String(repeating: "<x>", count: 100_000)
    let sink = try Read.xml(
      Sample.document(
        Sample.object(Sample.urn1) + Sample.object(Sample.urn1, extra: deep)
          + Sample.object(Sample.urn2)))
    #expect(sink.epcs == [[Sample.unit1], [Sample.unit2]])
    #expect(sink.faults.map(\.reason) == [.depthLimit])
    let json = try Read.json(
      JSONSample.document(
        JSONSample.object(Sample.urn1) + ","
          + JSONSample.object(
            Sample.urn1,
            extra: ",\"ex:d\":" + String(repeating: "[", count: 100_000)
              + String(repeating: "]", count: 100_000))
          + "," + JSONSample.object(Sample.urn2)))
    #expect(json.epcs == [[Sample.unit1], [Sample.unit2]])
    #expect(json.faults.map(\.reason) == [.depthLimit])
  }

  @Test func stopsAtAHugeAttributeNameTextOrKeyAndGoesOn() throws {
    let long = String(repeating: "a", count: 200_000)
    for extra in ["<x y='\(long)'/>", "<\(long)/>", "<x \(long)='1'/>"] {
      let sink = try Read.xml(
        Sample.document(
          Sample.object(Sample.urn1) + Sample.object(Sample.urn1, extra: extra)
            + Sample.object(Sample.urn2)))
      #expect(sink.epcs == [[Sample.unit1], [Sample.unit2]])
      #expect(sink.faults.map(\.reason) == [.sizeLimit])
    }
    let huge = String(repeating: "a", count: XMLPullReader.maximumTextBytes + 10)
    let text = try Read.xml(Sample.document(Sample.object(huge) + Sample.object(Sample.urn2)))
    #expect(text.epcs == [[Sample.unit2]])
    #expect(text.faults.map(\.reason) == [.sizeLimit])
    let json = try Read.json(
      JSONSample.document(
        JSONSample.object(huge) + "," + JSONSample.object(Sample.urn2)))
    #expect(json.epcs == [[Sample.unit2]])
  }

  @Test func readsNULAsReplacementAndSaysSo() throws {
    let sink = try Read.xml(Sample.document(Sample.object("urn:epc:id:sgtin:0312345.067890.A\0")))
    #expect(sink.events.first?.epcs.first?.originalText.contains("\u{FFFD}") == true)
    let notes = sink.notes + sink.taken.flatMap(\.notes)
    #expect(notes.contains { $0.code == .textEncoding && $0.field == "nul" })
  }

  @Test func readsUTF16WithAndWithoutMark() throws {
    let text = Sample.document(Sample.commission).replacing("UTF-8", with: "UTF-16")
    for bigEndian in [true, false] {
      for mark in [true, false] {
        let bytes = utf16(text, bigEndian: bigEndian, mark: mark)
        let sink = try Read.xml(bytes)
        #expect(sink.epcs == [[Sample.unit1, Sample.unit2]])
        #expect(sink.faults.isEmpty)
        let notes = sink.notes + sink.taken.flatMap(\.notes)
        #expect(notes.contains { $0.field == "other_encoding" } == !mark)
        let event = try #require(sink.events.first)
        let at = event.position.byteOffset
        #expect(bytes[at..<at + 4].contains(0x3C))
        #expect(bytes[at..<at + 4].contains(0x4F))
        let json = try Read.json(
          utf16(JSONSample.document(JSONSample.commission), bigEndian: bigEndian, mark: mark))
        #expect(json.events.count == 1)
      }
    }
  }

  @Test func readsDeclaredSingleByteEncodings() throws {
    let text = Sample.document(Sample.object(Sample.urn1, extra: "<e:n xmlns:e='e'>M\u{1}</e:n>"))
    for (label, byte, expected) in [
      ("windows-1252", UInt8(0x80), "M€"), ("ISO-8859-1", 0xFC, "Mü"),
    ] {
      let bytes = Array(text.replacing("UTF-8", with: label).utf8).map { $0 == 1 ? byte : $0 }
      let sink = try Read.xml(bytes)
      #expect(sink.events.first?.attributes.first?.value == expected)
      let notes = sink.notes + sink.taken.flatMap(\.notes)
      #expect(!notes.contains { $0.code == .textEncoding })
    }
  }

  @Test func replacesInvalidUTF8AndSaysWhere() throws {
    let text = Sample.document(
      Sample.object(Sample.urn1, extra: "<e:n xmlns:e='e'>M\u{1}\u{2}x</e:n>")
        + "\n" + Sample.object(Sample.urn2))
    let bytes = Array(text.utf8).map { $0 == 1 ? 0xC3 : $0 == 2 ? 0xE4 : $0 }
    for step in [1, 7, 100_000] {
      let sink = try Read.xml(bytes, step: step)
      #expect(sink.events.first?.attributes.first?.value == "M\u{FFFD}\u{FFFD}x")
      let notes = sink.notes + sink.taken.flatMap(\.notes)
      let found = notes.filter { $0.field == "invalid_bytes" }
      #expect(found.map(\.raw) == ["C3", "E4"])
      #expect(found.first?.position.byteOffset == bytes.firstIndex(of: 0xC3))
      // Positions behind the replacement are those of the file.
      let second = try #require(sink.events.last)
      #expect(bytes[second.position.byteOffset...].starts(with: Array("<ObjectEvent".utf8)))
    }
  }

  @Test func namesAnEncodingThatIsNotRead() throws {
    let sink = try Read.xml([0xFF, 0xFE, 0, 0, 0x3C, 0, 0, 0])
    #expect(sink.faults.map(\.reason) == [.unsupportedEncoding])
  }

  @Test func keepsBareAmpersandsAndUnknownEntities() throws {
    let sink = try Read.xml(
      Sample.document(
        Sample.object(
          Sample.urn1, extra: "<e:n xmlns:e='e'>Smith & Co &nbsp; &#0; &#x41; &lt;</e:n>")))
    #expect(sink.events.first?.attributes.first?.value == "Smith & Co &nbsp; \u{FFFD} A <")
    #expect(sink.taken.first?.notes.count { $0.code == .textEncoding } == 3)
  }

  @Test func keepsEventsBeforeAndBehindABreak() throws {
    let bad = "<ObjectEvent><epcList><epc>x</epcList></ObjectEvent>"
    let sink = try Read.xml(
      Sample.document(
        Sample.object(Sample.urn1) + "\n" + bad + "\n" + Sample.object(Sample.urn2)))
    #expect(sink.epcs == [[Sample.unit1], [Sample.unit2]])
    #expect(sink.faults.map(\.reason) == [.notWellFormed])
    #expect(sink.faults.first.map { $0.line > 3 } == true)
    #expect(sink.open == 0)
  }

  @Test func keepsEventsBeforeACut() throws {
    let text = Array(
      Sample.document(Sample.object(Sample.urn1) + "\n" + Sample.object(Sample.urn2)).utf8)
    let sink = try Read.xml(Array(text.dropLast(120)))
    #expect(sink.epcs == [[Sample.unit1]])
    #expect(sink.faults.map(\.reason) == [.truncated])
  }

  @Test func keepsEventsBeforeACutInGzip() throws {
    let text = Array(
      Sample.document(
        (0..<20_000).map { Sample.object("urn:epc:id:sgtin:0312345.067890.S\($0)") }
          .joined(separator: "\n")
      ).utf8)
    let packed = try Self.gzip(text)
    let sink = RecordingSink()
    let source = try GzipReader(MemorySource(Array(packed.dropLast(packed.count / 3))))
    try EPCISXMLReader(source: source).read(into: sink)
    #expect(sink.events.count > 1000)
    #expect(sink.events.count < 20_000)
    #expect(sink.faults.map(\.reason) == [.sourceDamaged])
  }

  /// A gzip file with stored blocks only, so that it needs no compressor.
  static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(65_535)
      let count = UInt16(block.count)
      out.append(rest.isEmpty ? 1 : 0)
      for value in [count, ~count] {
        out += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
      }
      out += block
    } while !rest.isEmpty
    var crc = CRC32()
    bytes.withUnsafeBytes { crc.update($0) }
    for value in [crc.value, UInt32(truncatingIfNeeded: bytes.count)] {
      for shift in [0, 8, 16, 24] { out.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }
    return out
  }

  @Test func readsAlikeWhateverThePiecesAre() throws {
    let text = Array(Sample.document(Sample.commission + Sample.object(Sample.urn1)).utf8)
    let whole = try Read.xml(text)
    for step in [1, 2, 3, 17, 4096] {
      let dripped = try Read.xml(text, step: step)
      #expect(dripped.events == whole.events)
      #expect(dripped.headers == whole.headers)
    }
    let json = Array(JSONSample.document(JSONSample.commission).utf8)
    let wholeJSON = try Read.json(json)
    for step in [1, 2, 3, 17] {
      #expect(try Read.json(json, step: step).events == wholeJSON.events)
    }
  }

  @Test func neverCrashesOnMutatedInput() throws {
    var random = SeededGenerator(seed: 20_261_121)
    let xml = Array(Sample.document(Sample.commission + Sample.object(Sample.urn1)).utf8)
    let json = Array(JSONSample.document(JSONSample.commission).utf8)
    for _ in 0..<1500 {
      let first = try Read.xml(Self.mutated(xml, &random))
      #expect(!first.events.isEmpty || !first.faults.isEmpty || !first.headers.isEmpty)
      let second = try Read.json(Self.mutated(json, &random))
      #expect(!second.events.isEmpty || !second.faults.isEmpty || !second.headers.isEmpty)
    }
  }

  private static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var copy = bytes
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let at = Int.random(in: 0..<copy.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: copy[at] = UInt8.random(in: 0...255, using: &random)
      case 1: copy.remove(at: at)
      case 2: copy.insert(Array("<>&\"{}[]\\/=\0".utf8).randomElement(using: &random) ?? 0, at: at)
      case 3: copy.removeSubrange(at..<min(copy.count, at + 30))
      default:
        let from = Int.random(in: 0..<copy.count, using: &random)
        copy.insert(contentsOf: Array(copy[from..<min(copy.count, from + 40)]), at: at)
      }
      if copy.isEmpty { copy = [0x3C] }
    }
    return copy
  }
}

/// A small generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
