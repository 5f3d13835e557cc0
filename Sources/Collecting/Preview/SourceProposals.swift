import Foundation
import Settings

/// The sources of a configuration for what a folder holds, as few as say it: a folder whose files are
/// all of one kind is one source.
package struct SourceProposals {
  /// One source.
  package struct Proposal: Sendable, Hashable {
    /// Its name; unique.
    package var name: String
    /// Relative to the folder; "" is the folder itself. May be a pattern.
    package var path: String
    /// What it holds; the first of its files stands for all.
    package var content: ExportScan.Content
    /// How many files it has.
    package var files: Int
  }

  /// Sources of a kind that is clear, in the order of their paths.
  package private(set) var sure: [Proposal] = []
  /// Files of which a person has to say what they hold; their content names candidates or a reason.
  package private(set) var open: [Proposal] = []

  private var names: [String: Int] = [:]

  /// What alike files share: the kind, and where the records stand.
  private struct Label: Hashable {
    var kind: String
    var records: String?
  }

  private struct Entry {
    var parts: [Substring]
    var content: ExportScan.Content
    var label: Label?
  }

  /// Puts the files of a scan together.
  package init(_ scan: ExportScan) {
    var entries: [Entry] = []
    for file in scan.files {
      for content in file.contents {
        let isWhole = file.contents.count == 1 && content.sheet == nil
        let label = isWhole ? content.kind.map { Label(kind: $0, records: content.records) } : nil
        entries.append(
          Entry(parts: file.path.split(separator: "/"), content: content, label: label))
      }
    }
    place(entries, in: [])
  }

  private mutating func place(_ entries: [Entry], in folder: [Substring]) {
    guard let first = entries.first else { return }
    if entries.count > 1, let label = first.label, entries.allSatisfy({ $0.label == label }) {
      return add(folder.joined(separator: "/"), first.content, files: entries.count)
    }
    let here = entries.filter { $0.parts.count == folder.count + 1 }
    placeFiles(here, in: folder)
    let below = entries.filter { $0.parts.count > folder.count + 1 }
    for name in Set(below.map { $0.parts[folder.count] }).sorted() {
      place(below.filter { $0.parts[folder.count] == name }, in: folder + [name])
    }
  }

  private mutating func placeFiles(_ here: [Entry], in folder: [Substring]) {
    var done: Set<Label> = []
    for entry in here {
      guard let label = entry.label else {
        add(entry.parts.joined(separator: "/"), entry.content, files: 1)
        continue
      }
      guard done.insert(label).inserted else { continue }
      let alike = here.filter { $0.label == label }
      if alike.count > 1, let pattern = Self.pattern(of: alike, among: here) {
        add((folder + [pattern[...]]).joined(separator: "/"), entry.content, files: alike.count)
      } else {
        for one in alike { add(one.parts.joined(separator: "/"), one.content, files: 1) }
      }
    }
  }

  /// `*.csv` or `prefix*.csv`, where it names these files of the folder and no other.
  private static func pattern(of alike: [Entry], among here: [Entry]) -> String? {
    let names = alike.compactMap { $0.parts.last.map(String.init) }
    guard let first = names.first, let dot = first.lastIndex(of: ".") else { return nil }
    let ending = String(first[dot...])
    let prefix = names.reduce(first) { $0.commonPrefix(with: $1) }
    for stem in ["", prefix] {
      let matching = here.filter { entry in
        entry.parts.last.map { $0.hasPrefix(stem) && $0.hasSuffix(ending) } ?? false
      }
      guard matching.count == alike.count, names.allSatisfy({ $0.hasSuffix(ending) }) else {
        continue
      }
      let pattern = stem + "*" + ending
      return pattern.contains { "?[".contains($0) } ? nil : pattern
    }
    return nil
  }

  private mutating func add(_ path: String, _ content: ExportScan.Content, files: Int) {
    let base =
      switch content.kind {
      case "epcis": "events"
      case "document": "documents"
      case let kind?: kind.replacing("_", with: "-")
      case nil: Self.word(path)
      }
    let word = content.sheet.map(Self.word) ?? Self.word(path)
    let name = names[base] == nil || word == base ? base : "\(base)-\(word)"
    names[base, default: 0] += 1
    let count = names[name, default: 0]
    if name != base { names[name] = count + 1 }
    let again = name == base ? names[base, default: 1] - 1 : count
    let proposal = Proposal(
      name: again == 0 ? name : "\(name)-\(again + 1)", path: path, content: content, files: files)
    if content.kind == nil { open.append(proposal) } else { sure.append(proposal) }
  }

  /// The last part of a path in small letters, digits and hyphens, without its ending.
  private static func word(_ path: String) -> String {
    let last = path.split(separator: "/").last ?? "folder"
    let stem = last.split(separator: ".").first ?? last
    let words = stem.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "file" : words.joined(separator: "-")
  }
}
