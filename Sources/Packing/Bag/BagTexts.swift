internal import Foundation

/// What a bag says about itself.
package struct BagDescription: Sendable {
  /// Name of the pack and of its top folder.
  package var identifier: String
  /// Whose records these are.
  package var organization: String
  /// One line on what the pack is.
  package var description: String
  /// UUID of the pack, lower case.
  package var uuid: String
  /// When it was packed, RFC 3339 in UTC.
  package var packedAt: String
  /// ISO date of packing.
  package var date: String { String(packedAt.prefix(10)) }
  /// What groups packs: an audit, a request, a quarter.
  package var group: String
  /// Profile id and edition, `id@edition`.
  package var profile: String
  /// SHA-256 of the assessment.
  package var assessmentDigest: String
  /// Program and version.
  package var agent: String
  /// `internal` or `regulator`.
  package var kind: String
  /// True for a pack that is not to be handed over.
  package var isDraft: Bool
  /// Paragraphs for README.txt.
  package var readmeNotes: [String]

  /// Describes a pack.
  package init(
    identifier: String, organization: String, description: String, uuid: String,
    packedAt: String, group: String, profile: String, assessmentDigest: String, agent: String,
    kind: String,
    isDraft: Bool, readmeNotes: [String]
  ) {
    self.identifier = identifier
    self.organization = organization
    self.description = description
    self.uuid = uuid
    self.packedAt = packedAt
    self.group = group
    self.profile = profile
    self.assessmentDigest = assessmentDigest
    self.agent = agent
    self.kind = kind
    self.isDraft = isDraft
    self.readmeNotes = readmeNotes
  }
}

/// The text files in front of a bag's payload.
struct BagTexts {
  private var profileIdentifier: String { "urn:x-muster:bag-profile:\(description.kind):1" }

  private var isInternal: Bool { description.kind == "internal" }

  let description: BagDescription
  let payloadFiles: Int
  let payloadBytes: UInt64

  // RFC 8493, 2.2.2; the order is fixed.
  var information: String {
    var lines = [
      ("Source-Organization", description.organization),
      ("External-Description", description.description),
      ("External-Identifier", "urn:uuid:\(description.uuid)"),
      ("Bagging-Date", description.date),
      ("Payload-Oxum", "\(payloadBytes).\(payloadFiles)"),
      ("Bag-Group-Identifier", description.group),
      ("Internal-Sender-Identifier", description.identifier),
      ("BagIt-Profile-Identifier", profileIdentifier),
      ("Muster-Pack-Kind", description.kind),
      ("Muster-Profile", description.profile),
      (
        "Muster-Assessment-Digest",
        description.assessmentDigest.isEmpty ? "" : "sha256:\(description.assessmentDigest)"
      ),
      ("Bag-Software-Agent", description.agent),
    ]
    if description.isDraft { lines.append(("Muster-Draft", "not for handing over")) }
    return lines.filter { !$0.1.isEmpty }.map { "\($0): \(Self.oneLine($1))\n" }.joined()
  }

  // BagIt Profiles 1.3; the exact file lists close the hole that bag tools leave for added files.
  func profile() throws -> [UInt8] {
    let allowed = (BagLayout.signatures + BagLayout.listedTags).filter {
      !$0.hasPrefix("manifest-")
    }
    let document = ProfileDocument(
      info: [
        "BagIt-Profile-Identifier": profileIdentifier,
        "BagIt-Profile-Version": "1.3.0",
        "Source-Organization": Self.oneLine(description.organization),
        "External-Description": isInternal
          ? "Evidence pack made by muster, for internal use"
          : "Answer to numbered requests, made by muster",
        "Contact-Name": "see Source-Organization",
        "Version": "1",
      ],
      bagInfo: required,
      tagFilesRequired: ([BagLayout.readme, BagLayout.profile, BagLayout.container]).sorted(),
      tagFilesAllowed: (allowed + [BagLayout.tagManifest, BagLayout.container]).sorted())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(document)) + [0x0A]
  }

  private var required: [String: ProfileDocument.Field] {
    let names = [
      "Source-Organization", "External-Identifier", "Bagging-Date", "Payload-Oxum",
      "Internal-Sender-Identifier", "BagIt-Profile-Identifier", "Muster-Pack-Kind",
      "Bag-Software-Agent",
    ]
    let more = isInternal ? ["Muster-Profile", "Muster-Assessment-Digest"] : []
    return Dictionary(uniqueKeysWithValues: (names + more).map { ($0, .init(required: true)) })
  }

  private var contents: String {
    isInternal
      ? """
      Open data/index.html in any browser; nothing in it is loaded from outside.
      data/report/      the report and its tables
      data/evidence/    the originals, byte for byte; data/manifest.json says where each came from
      data/assessment/  the assessment as data
      data/profile/     the requirements and checks as they were run
      data/schema/      JSON Schemas of every JSON document here
      data/catalog/     the records read from the originals, as an SQLite database
      data/provenance/  how it was collected: run, log, audit trail, what could not be read

      """
      : """
      Open data/index.html, the cover letter, in any browser; nothing in it is loaded from outside.
      data/requests/              the records, by number of request and item
      data/items.csv              every file with its production number, digest and origin
      data/not-enclosed.csv       what was asked for and is not enclosed, and why
      data/search-statement.html  the systems searched, how, and through which day
      data/schema/                JSON Schemas of the JSON documents here

      """
  }

  var readme: String {
    var text = """
      \(description.identifier)
      \(Self.oneLine(description.description))
      \(Self.oneLine(description.organization)), packed \(description.date) by \(description.agent)

      """
    if description.isDraft { text += "\nDRAFT: unsealed, not for handing over.\n" }
    text += "\n\(contents)\n\(howToVerify)\n\(whoVouches)\n"
    text += """
      WHAT IT DOES NOT SHOW
      That the sources were true, or that nothing was kept from them. It shows what was collected,
      when, and that it is unchanged since.

      """
    for note in description.readmeNotes { text += "\n\(note)\n" }
    return text
  }

  private var howToVerify: String {
    """
    IS IT WHOLE?
    With muster, all at once, on the zip or on the unpacked folder:

      muster verify \(description.identifier).zip

    Without it, unpack the zip and, in the folder \(description.identifier), run all of these:

      sha256sum --quiet -c tagmanifest-sha256.txt
      sha256sum --quiet -c manifest-sha256.txt
      sha512sum --quiet -c manifest-sha512.txt

    They find what was changed or removed, not what was added. Compare the list of files with
    the manifests for that:

      find . -type f | sort

    Every file is in manifest-sha256.txt or tagmanifest-sha256.txt, but these: \
    tagmanifest-sha256.txt,
    zip-sha256.txt (digest of the zip up to itself) and what stands in signatures/.

    The pack digest, the one number to compare by telephone or letter, is

      sha256sum tagmanifest-sha256.txt

    """
  }

  private var whoVouches: String {
    """
    WHO VOUCHES FOR IT?
    If there is a folder signatures/, with the issuer's root certificate had from somewhere else
    than this pack:

      openssl cms -verify -binary -inform DER \\
        -in signatures/tagmanifest-sha256.txt.p7s \\
        -content tagmanifest-sha256.txt -CAfile ROOT.pem -out /dev/null

    It prints "CMS Verification successful". If it says "unsuitable certificate purpose", add
    -purpose any. Once the certificate has ended, add -attime SECONDS with a time it was used at:
    the signingTime that the lines below print, or for a pack that was sealed as it was made, by the
    clock of the machine that packed:

      -attime "$(date -u -d \(description.packedAt) +%s)"

    Who signed, and when by the signer's own clock:

      openssl cms -cmsout -print -inform DER -in signatures/tagmanifest-sha256.txt.p7s
      openssl x509 -noout -subject -issuer -dates -in signatures/chain.pem

    If there is a time stamp, a third party's word on when the seal existed (with -attime as
    above once its certificate has ended):

      openssl ts -verify -data signatures/tagmanifest-sha256.txt.p7s \\
        -in signatures/tagmanifest-sha256.txt.p7s.tsr -CAfile TSA-ROOT.pem

    Without signatures/ nobody vouches for this pack: digests alone do not show that nothing was
    replaced, because whoever replaces a file can write new digests.

    """
  }

  /// Values of bag-info.txt are lines; what would break one becomes a blank.
  static func oneLine(_ text: String) -> String {
    let cleaned = text.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control || scalar.value == 0x2028
        || scalar.value == 0x2029 ? " " : String(scalar)
    }.joined()
    return cleaned.split(separator: " ").joined(separator: " ")
  }
}

private struct ProfileDocument: Encodable {
  struct Field: Encodable {
    let required: Bool
  }

  let info: [String: String]
  let bagInfo: [String: Field]
  let tagFilesRequired: [String]
  let tagFilesAllowed: [String]

  private enum CodingKeys: String, CodingKey {
    case info = "BagIt-Profile-Info"
    case bagInfo = "Bag-Info"
    case manifestsRequired = "Manifests-Required"
    case manifestsAllowed = "Manifests-Allowed"
    case tagManifestsRequired = "Tag-Manifests-Required"
    case tagManifestsAllowed = "Tag-Manifests-Allowed"
    case tagFilesRequired = "Tag-Files-Required"
    case tagFilesAllowed = "Tag-Files-Allowed"
    case fetch = "Allow-Fetch.txt"
    case serialization = "Serialization"
    case acceptSerialization = "Accept-Serialization"
    case acceptVersion = "Accept-BagIt-Version"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(info, forKey: .info)
    try container.encode(bagInfo, forKey: .bagInfo)
    try container.encode(["sha256", "sha512"], forKey: .manifestsRequired)
    try container.encode(["sha256", "sha512"], forKey: .manifestsAllowed)
    try container.encode(["sha256"], forKey: .tagManifestsRequired)
    try container.encode(["sha256"], forKey: .tagManifestsAllowed)
    try container.encode(tagFilesRequired, forKey: .tagFilesRequired)
    try container.encode(tagFilesAllowed, forKey: .tagFilesAllowed)
    try container.encode(false, forKey: .fetch)
    try container.encode("optional", forKey: .serialization)
    try container.encode(["application/zip"], forKey: .acceptSerialization)
    try container.encode(["1.0"], forKey: .acceptVersion)
  }
}
