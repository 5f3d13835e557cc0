internal import Cataloging
package import Settings

/// Every code a collect prints or writes down, explained.
package enum CollectExplanations {
  /// Reasons of files and of quarantine rows, then defects.
  package static var all: [CodeExplanation] {
    let faults = ReadFault.Reason.allCases.map { explanation($0.rawValue) }
    let words = texts.keys.filter { ReadFault.Reason(rawValue: $0) == nil }.sorted()
    return faults + words.map(explanation) + DefectCode.allCases.map(\.explanation)
  }

  /// The explanation of a file's or quarantine row's reason; its texts are empty for a word that
  /// is none.
  package static func explanation(_ word: String) -> CodeExplanation {
    let text = texts[word] ?? ("", "", "")
    return CodeExplanation(
      code: word, place: "collect", meaning: text.meaning, cause: text.cause, remedy: text.remedy)
  }

  private static let again = "Fetch the file again and collect; what was read before stays."
  private static let place = "Correct the source's path in muster.yaml, or move the file."

  private static let texts = files.merging(TableExplanations.texts) { one, _ in one }
    .merging(EndpointExplanations.texts) { one, _ in one }

  private static let files: [String: (meaning: String, cause: String, remedy: String)] = [
    "not_well_formed": (
      "A stretch of the file breaks the grammar of its format; it is in quarantine, the rest was "
        + "read.", "The file was edited by hand or put together from parts.", again
    ),
    "truncated": (
      "The file ends before it is complete; what was whole was read.",
      "The transfer broke off, or the file was copied while it was written.", again
    ),
    "source_damaged": (
      "The bytes underneath are damaged or cannot be had.", "A broken gzip file or a disk fault.",
      again
    ),
    "depth_limit": (
      "The file nests deeper than any real one; the stretch is in quarantine.",
      "The file is damaged, or made to do harm.", "Look at the original; ask the sender."
    ),
    "size_limit": (
      "A name, attribute or text is longer than its limit; the stretch is in quarantine.",
      "A document was pasted into a field, or the file is damaged.",
      "Look at the original; ask the sender."
    ),
    "entity_declaration": (
      "The document declares an entity, which is refused: entities can read other files or grow "
        + "without end.", "An old template, or a file made to do harm.",
      "Ask the sender for a document without a DTD."
    ),
    "external_dtd": (
      "The document refers to a DTD outside itself, which is never fetched.", "An old template.",
      "Ask the sender for a document without a DTD."
    ),
    "unsupported_encoding": (
      "The file is in an encoding that is not read.", "An EBCDIC or rare encoding is declared.",
      "Export in UTF-8."
    ),
    "no_epcis": (
      "The document is well-formed but holds no EPCIS.",
      "Another sort of document lies in the folder.", place
    ),
    "not_an_event": (
      "A member of an event list is no event.", "The list was put together by hand.",
      "Look at the original at the place named; ask the sender."
    ),
    "empty": (
      "The file holds nothing.", "An export failed, or wrote its result elsewhere.", again
    ),
    "not_epcis": (
      "The file is neither EPCIS nor an archive of it, and was set aside.",
      "Notes, pictures or other documents lie beside the exports.",
      "Nothing, when that is expected; else correct the kind of the source in muster.yaml. Documents "
        + "are collected by a source of kind: document."
    ),
    "other_archive": (
      "An archive, or a compressed file, of a kind that is not unpacked (tar, 7z, rar, bzip2, xz, "
        + "zstd); what is in it was not read.", "A system or a person packed the exports so.",
      "Unpack it into the folder, or pack it as zip or gzip, and collect."
    ),
    "table_among_events": (
      "A table lies among the files of a source of events, and was set aside.",
      "The folder of the exports holds tables too, and its source says kind: epcis.",
      "Add a source of its own for it in muster.yaml, with its path and the kind of its records, "
        + "such as kind: batch_record; then muster collect --dry-run shows what is read."
    ),
    "hidden": (
      "The name begins with a dot: the operating system hides the file, and it was set aside.",
      "Programs keep notes of their own in folders.", "Nothing; rename it if it is evidence."
    ),
    "office_lock_file": (
      "Excel or Word has the document open and keeps this note of it; it was set aside.",
      "Somebody works on the document, or the program ended abruptly.",
      "Close the document, so that its last state is saved, and collect again."
    ),
    "system_file": (
      "The operating system keeps it for itself (pictures, looks of the folder); it was set aside.",
      "The folder was opened, or the archive made, on Windows or macOS.", "Nothing."
    ),
    "name_not_utf8": (
      "The file's name is not written in UTF-8, so that it cannot be named.",
      "It was unpacked or copied from a system with another encoding of names.",
      "Rename the file, and collect again."
    ),
    "not_xml_or_json": (
      "The file's name promises EPCIS, but it begins like neither XML nor JSON.",
      "An error page was saved instead of the export, or the file is compressed or encrypted.",
      again
    ),
    "archive_damaged": (
      "A zip or gzip file, or a member of one, cannot be unpacked.",
      "The transfer broke off, or the archive is split in parts.", again
    ),
    "changed_during_read": (
      "The file changed while it was read; nothing of it was taken.",
      "An export was still writing.", "Collect again when the export has finished."
    ),
    "nested_archive_too_large": (
      "An archive inside an archive is larger than is unpacked there.",
      "A backup lies among the exports.", "Unpack the outer archive into the folder and collect."
    ),
    "nested_too_deep": (
      "Archives inside archives go deeper than is followed.",
      "A backup, or a file made to do harm.",
      "Unpack the outer archives into the folder and collect."
    ),
    "too_deep": (
      "Folders go deeper than is followed.", "A link or backup repeats the folder in itself.",
      place
    ),
    "special_file": (
      "It is a device, pipe or socket and was set aside.", "The path is wider than meant.", place
    ),
    "symlink_broken": ("A link leads nowhere.", "Its target was moved or removed.", place),
    "symlink_to_folder": (
      "A link leads to a folder, which is not followed.", "A shortcut lies in the folder.",
      "Name the folder itself as a source."
    ),
    "symlink_outside": (
      "A link leads out of the source's folder, which is not followed.",
      "A shortcut to a share, or a file made to make others readable.",
      "Name the place itself as a source."
    ),
    "symlink_loop": ("Links lead in a circle.", "A shortcut to a folder above.", place),
    "excluded_by_configuration": (
      "The configuration leaves the file out.", "A pattern under exclude: fits its path.",
      "Nothing, when that is meant."
    ),
    "named_as_secret": (
      "The configuration names the file as a key, passphrase or credential; it was set aside and "
        + "nothing of it was kept.",
      "The place of the source holds the folder of the keys too.",
      "Keep keys outside the folders that are collected."
    ),
    "private_key": (
      "The file holds a private key; it was set aside and nothing of it was kept.",
      "Keys lie among the documents.", "Keep keys outside the folders that are collected."
    ),
    "own_catalog": (
      "It is the catalog folder, or stands in it: what muster writes is no evidence.",
      "The place of the source holds the catalog folder too.",
      "Nothing; or give the catalog a folder outside the places that are collected."
    ),
    "own_configuration": (
      "It is the configuration of this run, which every pack holds without that.",
      "The place of the source holds the configuration too.", "Nothing."
    ),
    "own_pack": (
      "It is a pack that muster made, or the one it is about to write; its originals are evidence "
        + "where they were collected, the pack is none.",
      "Packs are written to, or kept in, a folder that is collected.",
      "Nothing; to collect the originals of somebody else's pack, unpack it and name its folder "
        + "data/evidence as a source."
    ),
    "permission_denied": (
      "The file cannot be opened by this user.", "Rights were set for another user or group.",
      "Give this user the right to read it, and collect again."
    ),
    "not_found": (
      "The file went away between listing and reading.", "A job moved or removed it.", again
    ),
    "cannot_open": (
      "The file cannot be opened.", "The share is not mounted, or too many files are open.",
      "See the message for the system's own words, and collect again."
    ),
    "not_regular_file": (
      "The path leads to something that is no file.", "The path is wider than meant.", place
    ),
    "read_failed": (
      "The operating system refused a read.", "A disk or network fault.",
      "Check the disk or share, and collect again."
    ),
    "damaged": ("The bytes break the rules of their format.", "A damaged archive.", again),
    "limit_reached": (
      "Unpacking would pass a limit.", "A bomb, or one file larger than any real export.",
      "Unpack it by hand if it is genuine, and collect the folder."
    ),
    "checksum_mismatch": (
      "The unpacked bytes do not have the checksum the archive states.",
      "The archive was damaged on its way.", again
    ),
    "size_mismatch": (
      "More or fewer bytes came out than the archive states.", "The archive was damaged.", again
    ),
    "member_refused": (
      "A member of an archive is not read: encrypted, overlapping, or packed in a rare way.",
      "A password on the archive, or an archive made to do harm.",
      "Unpack it by hand if it is genuine, and collect the folder."
    ),
    "compression_unavailable": (
      "The compression library could not start.", "Too little memory.",
      "Free some memory and collect again."
    ),
  ]
}
