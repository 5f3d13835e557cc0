import Cataloging

/// The fixed names of a pack's files, below its top folder.
enum BagLayout {
  static let declaration = "bagit.txt"
  static let information = "bag-info.txt"
  static let profile = "bagit-profile.json"
  static let readme = "README.txt"
  static let manifest256 = "manifest-sha256.txt"
  static let manifest512 = "manifest-sha512.txt"
  static let tagManifest = "tagmanifest-sha256.txt"
  /// Digest of every byte of the zip before this entry; see `ContainerDigest`.
  static let container = "zip-sha256.txt"
  static let payload = "data/"
  static let manifest = "data/manifest.json"
  static let crate = "data/ro-crate-metadata.json"
  static let assessment = "data/assessment/assessment.json"
  static let catalog = "data/catalog/catalog.sqlite"
  static let evidence = "data/evidence/"
  static let run = "data/provenance/run.json"
  static let auditTrail = "data/provenance/audit-trail.jsonl"
  static let configuration = "data/provenance/muster.yaml"
  static let profileTexts = "data/profile/"
  static let signature = "signatures/tagmanifest-sha256.txt.p7s"
  /// An RFC 3161 token over the signature, put there by hand.
  static let timestamp = "signatures/tagmanifest-sha256.txt.p7s.tsr"
  /// The sealing certificate and those that lead to its root, for information.
  static let chain = "signatures/chain.pem"

  /// Signature files a pack may have; nothing else is allowed in that folder.
  static let signatures = [
    chain, signature, timestamp,
  ]

  /// Tag files every pack has and its tag manifest lists.
  static let listedTags = [
    readme, information, profile, declaration, manifest256, manifest512,
  ]

  /// Payload files every internal pack has, whatever was collected.
  static let inEveryPack = [
    assessment, "data/index.html", manifest, auditTrail, "data/provenance/collection-log.jsonl",
    "data/provenance/quarantine.jsonl", run, crate,
  ]

  /// Every file by which a folder is known as a pack, or as what is left of one.
  static let ownTags = Set(listedTags + [tagManifest, container])

  static let declarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
}

/// The last entry of a pack's zip: the length and SHA-256 of everything before it. The bag's
/// digests cover what the files say; this one covers how the zip says it, down to the bits that
/// unpacking ignores. The second line guards the first.
enum ContainerDigest {
  static func text(sha256: String, count: UInt64) -> String {
    let line = "sha256 \(sha256) of the first \(count) bytes of this zip"
    return "\(line)\n\(Digests.sha256(Array(line.utf8)))\n"
  }

  /// What the text states, or nil when it was not written by `text`.
  static func parse(_ text: String) -> (sha256: String, count: UInt64)? {
    let words = text.split(separator: "\n").first?.split(separator: " ") ?? []
    guard words.count > 5, let count = UInt64(words[5]), HexText.isHex(words[1], count: 64),
      self.text(sha256: String(words[1]), count: count) == text
    else { return nil }
    return (String(words[1]), count)
  }
}
