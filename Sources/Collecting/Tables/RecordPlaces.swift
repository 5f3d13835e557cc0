import Archives

/// Where records likely stand in XML nobody has described.
enum RecordPlaces {
  /// Parts of the beginning that are looked at.
  private static let partsSeen = 20_000

  /// The path of the outermost elements that repeat beside each other and have parts; else of the
  /// first that has parts and stands in the root; nil when there is none.
  static func likeliest(in source: any ByteSource) -> String? {
    let structure = XMLStructure(XMLPullReader(source))
    var path: [String] = []
    // The names met in each element that is open now.
    var met: [Set<String>] = [[]]
    var repeated: [[String]] = []
    var first: [String]?
    for _ in 0..<partsSeen {
      guard let part = try? structure.next(), part != .finished else { break }
      switch part {
      case .open(let name, _):
        path.append(name)
        if met[met.count - 1].insert(name).inserted {
          if path.count == 2, first == nil { first = path }
        } else {
          repeated.append(path)
        }
        met.append([])
      case .close:
        _ = path.popLast()
        if met.count > 1 { met.removeLast() }
      case .value, .finished: break
      }
    }
    let found = repeated.min { $0.count < $1.count } ?? first
    return found?.joined(separator: "/")
  }
}
