extension World {
  /// Products, places, partners and people: what everything else points to.
  func keepMasters() {
    for index in firm.packages + launched { keepProduct(index) }
    for plant in firm.plants {
      keepSite(plant.id, plant.place, plant.zone, plant.isContract ? "cmo" : "manufacturer")
    }
    keepSite("logistics", firm.logistics.place, firm.logistics.zone, "3pl")
    for partner in tradingPartners { keepPartner(partner) }
    keepPeople()
    if !firm.isAmerican { keepMarkets() }
  }

  /// Everyone the firm deals with, contract site included.
  var tradingPartners: [Partner] {
    firm.plants.filter(\.isContract).map { Partner(place: $0.place, role: "cmo", zone: $0.zone) }
      + [firm.logistics] + firm.customers + (firm.export.map { [$0] } ?? []) + [firm.processor]
  }

  private func keepProduct(_ index: Int) {
    let product = book.products[index]
    var levels: [Cell] = [["level": "unit", "quantity": 1, "gtin": text(product.gtin)]]
    if product.aggregated {
      var level: Cell = ["level": "case", "quantity": number(product.caseQuantity)]
      if let outer = product.caseItem {
        level.append(["gtin": text(book.products[outer].gtin)])
      }
      levels.append(level)
      levels.append([
        "level": "pallet", "quantity": number(product.caseQuantity * product.casesPerPallet),
      ])
    }
    var row: Cell = [
      "gtin": text(product.gtin), "scheme": product.prefix.hasPrefix("4150") ? "ntin" : "gtin",
      "material": text("M" + String(product.item.suffix(5))), "name": text(product.name),
      "common_name": firm.isAmerican ? "quillamine" : "eschenol",
      "strength": text(product.strength), "dose_form": text(product.form),
      "pack_type": "carton", "pack_size": number(packSize(index)),
      "doses_per_pack": number(packSize(index)),
      "ndc": firm.isAmerican ? text(product.ndc) : .none,
      "national_code": product.national.map { text($0.value) } ?? .none,
    ]
    row.append([
      "market": text(markets(index).first ?? ""), "rx": true, "in_scope": true,
      "scope_basis": "prescription medicine for human use",
      "shelf_life_months": number(product.shelfMonths),
      "case_quantity": product.aggregated ? number(product.caseQuantity) : .none,
      "pallet_quantity": product.aggregated
        ? number(product.caseQuantity * product.casesPerPallet) : .none,
      "aggregated": .flag(product.aggregated), "hierarchy": .list(levels),
      "valid_from": date(2023, 1, 1),
    ])
    records.add("product_master", row)
  }

  private func keepSite(_ id: String, _ place: Place, _ zone: Zone, _ role: String) {
    records.add(
      "site_master",
      [
        "site": text(id), "name": text(place.name), "gln": text(place.gln),
        "time_zone": text(zone.rawValue), "role": text(role), "country": text(place.country),
        "address": text([place.street, place.city, place.postalCode].joined(separator: ", ")),
        "licence": text("EST-" + place.gln.suffix(6)),
      ])
  }

  private func keepPartner(_ partner: Partner) {
    for place in [partner.place] + (partner.dock.map { [$0] } ?? []) {
      records.add(
        "partner_master",
        [
          "partner": text(place.gln), "account_no": text("C" + place.gln.dropLast().suffix(5)),
          "name": text(place.name), "role": text(partner.role), "street": text(place.street),
          "city": text(place.city), "state": place.state.isEmpty ? .none : text(place.state),
          "postal_code": text(place.postalCode), "country": text(place.country),
          "affiliate": false, "active_from": date(2023, 1, 1),
        ])
    }
  }

  /// The people of the firm, each with one account of the same name in small letters.
  var people: [(key: String, function: String, site: String)] {
    var people: [(String, String, String)] = []
    for plant in firm.plants {
      let crew = crew(plant)
      for line in plant.lines { people.append((crew.packer(line), "operator", plant.id)) }
      people.append((crew.checker, "operator", plant.id))
      people.append((crew.supervisor, "supervisor", plant.id))
      people.append((crew.engineer, "engineer", plant.id))
      people.append((crew.reviewer, "quality reviewer", plant.id))
      people.append((crew.quality, "quality unit", plant.id))
    }
    let own = firm.plants[0].id
    people += [
      (releaser, "release", own), ("RA-1", "regulatory affairs", own),
      ("IT-1", "system administration", own), ("DC-1", "document control", own),
      ("SE-1", "serialization desk", own), ("MG-1", "site management", own),
      ("LG-1", "logistics", own), ("TR-1", "training", own),
    ]
    return people
  }

  private func keepPeople() {
    for person in people {
      var rows: [Cell] = []
      if person.key == releaser {
        for plant in firm.plants {
          for market in firm.isAmerican ? ["US"] : ["DE", "AT", "IE", "PT", "BE"] {
            rows.append([
              "role": firm.isAmerican ? "qcu" : "qp", "site": text(plant.id),
              "market": text(market), "valid_from": date(2023, 1, 1),
            ])
          }
        }
      } else if person.function.hasPrefix("quality") {
        rows.append([
          "role": "reviewer", "site": text(person.site), "valid_from": date(2023, 1, 1),
        ])
      } else if person.function == "supervisor" {
        rows.append([
          "role": "supervisor", "site": text(person.site), "valid_from": date(2023, 1, 1),
        ])
      }
      records.add(
        "person",
        [
          "person_key": text(person.key), "display_name": text(person.key),
          "function": text(person.function),
          "employer": text(person.site == "contract" ? firm.plants[1].place.gln : firm.owner.gln),
          "site": text(person.site), "active_from": date(2023, 1, 1),
          "accounts": [text(person.key.lowercased())], "authorisations": .list(rows),
        ])
    }
  }

  /// The number inside the German product code; in Portugal one beside it is required.
  private func nationalCode(of product: Product, _ index: Int, in market: String) -> Cell {
    switch market {
    case "DE": product.national.map { text($0.value) } ?? .none
    case "PT": text("50\(10_000 + index)")
    default: .none
    }
  }

  private func keepMarkets() {
    for index in firm.packages {
      let product = book.products[index]
      let sites = Set(lots.filter { $0.plan.product == index }.map(\.plan.plant))
      let packer = firm.plants[sites.contains(0) ? 0 : sites.min() ?? 0].place
      for market in markets(index) {
        records.add(
          "product_market",
          [
            "gtin": text(product.gtin), "market": text(market),
            "national_code": nationalCode(of: product, index, in: market),
            "mah_id": "ES-MAH", "mah_name": text(firm.owner.name),
            "mah_address": text(firm.owner.street + ", " + firm.owner.city),
            "manufacturer_name": text(packer.name),
            "manufacturer_address": text(packer.street + ", " + packer.city),
            "ma_no": text("MA-\(market)-99990"), "ma_valid_until": date(2030, 12, 31),
            "pmd_version": "3", "status": "active", "launched_on": date(2023, 3, 1),
            "valid_from": date(2023, 2, 1),
          ])
        records.add(
          "designated_wholesaler",
          [
            "gtin": text(product.gtin), "market": text(market),
            "wholesaler_id": text(firm.logistics.place.gln),
            "name": text(firm.logistics.place.name), "address": text(firm.logistics.place.street),
            "contract_ref": "DW-2024-01", "valid_from": date(2024, 1, 1),
            "valid_until": date(2027, 12, 31), "in_repository": true,
          ])
      }
    }
  }
}
