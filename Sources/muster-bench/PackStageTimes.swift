/// What `muster pack --stages` says of its stages.
struct PackStageTimes {
  /// One stage.
  struct Stage {
    var name: String
    var seconds: Double
    var bytes: Int64?
  }

  var stages: [Stage] = []

  /// Reads the lines `stage NAME: S s` and `stage NAME: S s, N bytes`.
  init(_ talk: String) {
    for line in talk.split(separator: "\n") where line.hasPrefix("stage ") {
      let parts = line.dropFirst("stage ".count).split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let words = parts[1].split(separator: " ")
      guard let seconds = words.first.flatMap({ Double($0) }) else { continue }
      stages.append(
        Stage(
          name: String(parts[0]), seconds: seconds,
          bytes: words.count == 4 ? Int64(words[2]) : nil))
    }
  }

  /// Lines as rows of a shape's table; `pack: ` stands before their names.
  func rows(_ shape: String) -> [Row] {
    stages.map {
      Row(shape: shape, stage: "pack: \($0.name)", seconds: $0.seconds, bytes: $0.bytes)
    }
  }
}
