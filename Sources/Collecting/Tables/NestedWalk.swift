import Cataloging
import GS1

/// Walks a tree for the objects that are records, and for the values around them.
final class NestedWalk {
  /// What is come to.
  enum Step {
    /// A value around records: the object it belongs to, counted from 0, its path, and itself.
    case around(object: Int, name: String, RawValue, isItem: Bool)
    case record(NestedRecord)
    /// An outermost object has ended.
    case leftRoot
    case finished
  }

  private enum Level {
    /// On the way to records; objects on the way are counted.
    case way(object: Int)
    /// Beside it: a structure whose values belong to the object around it.
    case beside
    /// In a list of objects that is not read.
    case passed
  }

  private let structure: any StructureReader
  private let paths: [[String]]
  private var levels: [Level] = []
  private var names: [String] = []
  private var objectCount = 0

  /// Outermost objects that have ended.
  private(set) var rootsLeft = 0
  /// The most names of a path that were found.
  private(set) var deepest = 0
  /// Items of lists of objects that are not read, by the list's path.
  private(set) var passed: [String: Int] = [:]
  /// Names met where a path leads no further, the first of them.
  private(set) var otherNames: [String] = []

  private static let mostOtherNames = 8
  /// Lists whose items are counted.
  private static let mostPassed = 100

  /// `paths` lead from the outermost object of JSON, or from before the root of XML, to the records;
  /// `*` is any name.
  init(_ structure: any StructureReader, paths: [[String]]) {
    self.structure = structure
    self.paths = paths
  }

  /// The objects around the place reached, the outermost first.
  var objects: [Int] {
    levels.compactMap { if case .way(let object) = $0 { object } else { nil } }
  }

  /// Goes on to the next step.
  /// - Throws: a fault behind which nothing more is read, or what the bytes' source throws.
  func next() throws -> Step {
    while true {
      switch try structure.next() {
      case .finished: return .finished
      case .close:
        _ = levels.popLast()
        _ = names.popLast()
        guard levels.isEmpty else { continue }
        rootsLeft += 1
        return .leftRoot
      case .open(let name, let isItem): if let record = try enter(name, isItem) { return record }
      case .value(let name, let value, let isItem):
        if let step = meet(name, value, isItem) { return step }
      }
    }
  }

  private enum Match { case way, record, none }

  private func match(_ path: [String]) -> Match {
    func leads(_ pattern: [String]) -> Bool {
      pattern.count >= path.count && zip(pattern, path).allSatisfy { $0 == "*" || $0 == $1 }
    }
    let leading = paths.filter(leads)
    if leading.contains(where: { $0.count > path.count }) { return .way }
    return leading.isEmpty ? .none : .record
  }

  private func path(to name: String) -> [String] {
    (names + [name]).filter { !$0.isEmpty }
  }

  private func enter(_ name: String, _ isItem: Bool) throws -> Step? {
    var level = Level.passed
    switch levels.last {
    case .passed: break
    case .beside: level = isItem ? pass(name) : .beside
    case .way, nil:
      let path = path(to: name)
      switch match(path) {
      case .way:
        deepest = max(deepest, path.count)
        level = .way(object: objectCount)
        objectCount += 1
      case .record:
        deepest = max(deepest, path.count)
        return .record(try NestedRecord(name, in: structure))
      case .none:
        noteOther(name)
        level = isItem ? pass(name) : .beside
      }
    }
    levels.append(level)
    names.append(name)
    return nil
  }

  private func meet(_ name: String, _ value: RawValue, _ isItem: Bool) -> Step? {
    let isOnWay: Bool
    switch levels.last {
    case .passed: return nil
    case .beside: isOnWay = false
    case .way, nil: isOnWay = true
    }
    let path = path(to: name)
    if isOnWay {
      let found = match(path)
      let isBlank = value.text.utf8.allSatisfy(\.isSpace)
      if found == .none { noteOther(name) } else { deepest = max(deepest, path.count) }
      if found == .record {
        return isBlank ? nil : .record(NestedRecord(name, value, at: structure.position))
      }
    }
    guard let object = objects.last else { return nil }
    return .around(
      object: object, name: "/" + path.joined(separator: "/"), value, isItem: isItem)
  }

  private func pass(_ name: String) -> Level {
    let list = path(to: name).joined(separator: "/")
    if passed[list] != nil || passed.count < Self.mostPassed { passed[list, default: 0] += 1 }
    return .passed
  }

  private func noteOther(_ name: String) {
    if !name.isEmpty, otherNames.count < Self.mostOtherNames, !otherNames.contains(name) {
      otherNames.append(name)
    }
  }
}
