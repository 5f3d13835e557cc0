import Foundation

// Writes every text file below a folder into one Swift file of raw string literals.
// Usage: EmbedProfiles PROFILES_FOLDER OUTPUT.swift

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: EmbedProfiles FOLDER OUTPUT\n".utf8))
  exit(64)
}
let root = URL(filePath: arguments[1])
let extensions: Set<String> = ["yaml", "yml", "json"]

var paths: [String] = []
if let walker = FileManager.default.enumerator(atPath: root.path) {
  for case let path as String in walker
  where extensions.contains((path as NSString).pathExtension) {
    paths.append(path)
  }
}
paths.sort()

var swift =
  "/// Every file below `Profiles/`, by its path there.\npackage enum EmbeddedProfiles {\n"
swift += "  package static let files: [(path: String, text: String)] = [\n"
for (index, path) in paths.enumerated() {
  swift += "    (\"\(path)\", file\(index)),\n"
}
swift += "  ]\n"
for (index, path) in paths.enumerated() {
  let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
  // Enough number signs that nothing in the text can end the literal.
  var fence = "###"
  while text.contains("\"\"\"" + fence) || text.contains("\\" + fence) { fence += "#" }
  swift += "  private static let file\(index) = \(fence)\"\"\"\n\(text)\n\"\"\"\(fence)\n"
}
swift += "}\n"
try swift.write(to: URL(filePath: arguments[2]), atomically: true, encoding: .utf8)
