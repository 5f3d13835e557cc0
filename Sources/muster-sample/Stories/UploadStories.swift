extension StoryBook {
  /// Packs of a lot of which the last part of the upload was never sent.
  static let unsentCases = 13

  /// Lots that only the repository's side of the story needs.
  mutating func tellUploadLots() throws {
    // Serials from a counter, after the firmware of the line's controller was changed.
    let counted = try StoryLot(
      world, lot: world.storyLot(29), product: world.storyProduct, day: CivilDay(2026, 8, 5))
    for number in 0..<3 {
      let packs = (0..<24).map {
        world.book.item(
          world.storyProduct, serial: "4H7TZ2PK9D3X" + digits(1000 + number * 24 + $0, 4))
      }
      let made = try counted.makeCase(special: packs)
      if number == 0 {
        world.key.gap(
          "serial-numbers-not-guessable",
          subject: world.book.products[world.storyProduct].gtin, at: made.unitsAt,
          "The serials of a lot run in sequence since a change of firmware.")
      }
    }
    try counted.finish()

    // Six hundred and twenty-four packs, uploaded in three parts.
    let parted = try StoryLot(
      world, lot: world.storyLot(31), product: world.storyProduct, day: CivilDay(2026, 8, 7))
    for number in 0..<2 * Self.unsentCases {
      let made = try parted.makeCase()
      if number >= Self.unsentCases { world.unsent.append(made) }
    }
    try parted.finish()
  }

  /// What the repository was told, and what not.
  func tellUploads() {
    guard let early = lot(1), let dead = lot(4) else { return }
    // Certified two hours and forty minutes before the acknowledgement of one market.
    if let upload = records.find("repository_upload", ["lot": early.plan.lot, "market": "PT"]),
      let release = records.find("release", ["lot": early.plan.lot, "market": "PT"]),
      case .at(let decided, let zone) = records[release]["decided_at"]
    {
      records[upload]["ack_at"] = .at(decided.after(minutes: 160), zone)
      records[upload]["submitted_at"] = .at(decided.after(minutes: 60), zone)
      records.gap(
        "certified-after-upload", subject: "PT", at: release,
        "A lot was certified two hours and forty minutes before one market had acknowledged.")
    }
    for pack in dead.rejects {
      let sent = records.add(
        "repository_upload_pack",
        [
          "msg_id": text("UP-\(dead.plan.lot)-1"),
          "gtin": text(world.book.products[dead.plan.product].gtin),
          "serial": text(world.serial(pack)), "lot": text(dead.plan.lot), "result": "success",
        ])
      records.gap(
        "reject-not-uploaded", subject: world.name(pack), at: sent,
        "Eighteen rejects of the line were uploaded as active packs.")
    }
    for upload in records.all("repository_upload", ["lot": dead.plan.lot]) {
      records.gap(
        "upload-count-agrees", subject: dead.plan.lot, at: upload,
        "Eighteen rejects stand in an upload beside the packs it announces.")
    }
    tellParts()
    tellSpelling()
  }

  /// Parts one and two of three arrived; the third, with 312 packs, was never sent.
  private func tellParts() {
    guard let parted = lot(31) else { return }
    let unsent = Set(world.unsent.flatMap(\.packed.units).map { world.serial($0) })
    for place in records.all("repository_upload_pack", ["lot": parted.plan.lot])
    where unsent.contains(records[place]["serial"].string) {
      records.remove(place)
    }
    for first in records.all("repository_upload", ["lot": parted.plan.lot]) {
      let half = (parted.good - unsent.count) / 2
      records[first]["parts"] = 3
      records[first]["pack_count"] = number(half)
      records[first]["acked_count"] = number(half)
      var second = records[first]
      second["msg_id"] = text("UP-\(parted.plan.lot)-2")
      second["part"] = 2
      records.add("repository_upload", second)
      records.gap(
        "upload-parts-complete", subject: parted.plan.lot, at: first,
        "Part three of three was never sent.")
    }
    // The packs of the second part stand in the second message.
    let sent = records.all("repository_upload_pack", ["lot": parted.plan.lot])
    for place in sent.suffix(sent.count / 2) {
      records[place]["msg_id"] = text("UP-\(parted.plan.lot)-2")
    }
    for place in records.all(
      "repository_state_report", ["lot": parted.plan.lot, "state": "active"])
    {
      if case .integer(let packs) = records[place]["packs"] {
        records[place]["packs"] = number(packs - unsent.count)
      }
    }
    if let release = records.find("release", ["lot": parted.plan.lot]) {
      records.gap(
        "certified-quantity-uploaded", subject: parted.plan.lot, at: release,
        "624 packs were certified, 312 of them never uploaded.")
    }
    for made in world.unsent {
      world.key.gap(
        "commissioned-pack-uploaded", subject: parted.plan.lot, at: made.unitsAt,
        "312 packs were never uploaded: part three of three.")
    }
  }

  /// Upload and code write expiry or lot differently; the first scans raise alerts.
  private func tellSpelling() {
    guard let zero = world.ordinary(0), let suffix = world.ordinary(1) else { return }
    if let upload = records.all("repository_upload", ["lot": zero.plan.lot]).last {
      let market = records[upload]["market"].string
      records[upload]["expiry_code"] = text(
        String(records[upload]["expiry_code"].string.dropLast(2)) + "00")
      records.gap(
        "upload-expiry-day-as-coded", subject: market, at: upload,
        "The code says day 00, the upload the month's last day; one market answers with alerts.")
      if let pack = zero.packs.dropFirst(70).first {
        world.keepRepositoryAlert(
          market + "-26-5201", "A52", zero, pack, at: (9, 3), market: market)
      }
    }
    let reworked = records.all("repository_upload_pack", ["lot": suffix.plan.lot]).prefix(6)
    for place in reworked {
      records[place]["lot"] = text(suffix.plan.lot + "-1")
      records.gap(
        "upload-lot-and-expiry-match",
        subject: "(01)" + records[place]["gtin"].string + "(21)" + records[place]["serial"].string,
        at: place, "After rework the upload names the lot with a suffix that no code has.")
    }
    for upload in records.all("repository_upload", ["lot": suffix.plan.lot]) {
      records.gap(
        "upload-count-agrees", subject: suffix.plan.lot, at: upload,
        "Six packs of an upload stand under the lot's name with a suffix.")
    }
    if let pack = suffix.packs.dropFirst(71).first {
      world.keepRepositoryAlert("DE-26-6801", "A68", suffix, pack, at: (9, 4))
    }
  }
}
