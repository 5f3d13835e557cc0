extension Firm {
  /// The invented European marketing authorization holder.
  static func eschenried() -> Firm {
    let own = "9527700"
    let other = "9527701"
    let owner = Place(
      own, "00001", name: "Eschenried Arzneimittel GmbH", street: "Eschenrieder Straße 12",
      city: "Bergkirchen", postalCode: "85232", country: "DE")
    func place(
      _ reference: String, _ name: String, _ street: String, _ city: String, _ code: String,
      _ country: String
    ) -> Place {
      Place(
        other, reference, name: name, street: street, city: city, postalCode: code,
        country: country)
    }
    var products: [Product] = []
    var packages: [Int] = []
    func add(
      _ prefix: String, _ item: String, _ name: String, _ strength: String, _ form: String,
      _ content: String, quantity: Int, perPallet: Int, months: Int, markets: [String],
      national: (String, String)? = nil
    ) {
      var product = Product(
        prefix: prefix, item: "0" + item, name: name, strength: strength, form: form,
        content: content, ndc: "", manufacturer: owner.name)
      product.national = national.map { (type: $0.0, value: $0.1) }
      product.caseQuantity = quantity
      product.casesPerPallet = perPallet
      product.shelfMonths = months
      product.aggregated = quantity > 0
      product.markets = markets
      packages.append(products.count)
      products.append(product)
    }
    add(
      "4150999", "90120", "Eschenal 50 mg Filmtabletten", "50 mg", "Filmtablette",
      "100 Filmtabletten", quantity: 40, perPallet: 24, months: 36, markets: ["DE"],
      national: ("PZN", "99990120"))
    add(
      own, "10020", "Omeprazol Eschenried 20 mg magensaftresistente Hartkapseln", "20 mg",
      "Hartkapsel, magensaftresistent", "28 Hartkapseln", quantity: 60, perPallet: 20, months: 24,
      markets: ["DE", "AT"])
    add(
      own, "20040", "Eschenova 5 mg/ml solution for injection", "5 mg/ml", "Solution for injection",
      "10 ampoules", quantity: 24, perPallet: 30, months: 24, markets: ["IE", "PT", "BE"])
    add(
      own, "10907", "Eschenal 50 mg Filmtabletten, unverkäufliches Muster", "50 mg",
      "Filmtablette", "7 Filmtabletten", quantity: 0, perPallet: 0, months: 24, markets: ["DE"])
    let plant = Plant(
      id: "eschenried",
      place: Place(
        own, "00010", name: "Eschenried Arzneimittel GmbH, Werk", street: "Am Mühlbach 3",
        city: "Bergkirchen", postalCode: "85232", country: "DE"), zone: .berlin,
      lines: ["L1", "L2"])
    let contract = Plant(
      id: "contract",
      place: place(
        "00030", "Contract Packer", "Industriestraat 40", "Turnhout", "2300", "BE"),
      zone: .berlin, lines: ["P1"], isContract: true)
    let logistics = Partner(
      place: place(
        "00020", "Logistikdienstleister", "Lagerhausstraße 8", "Augsburg", "86156", "DE"),
      role: "3pl", sendsReceipts: true, zone: .berlin)
    func wholesaler(
      _ reference: String, _ name: String, _ street: String, _ city: String, _ code: String,
      _ country: String, _ zone: Zone
    ) -> Partner {
      Partner(
        place: place(reference, name, street, city, code, country), role: "wholesaler", zone: zone,
        guideline: .none)
    }
    return Firm(
      name: "Eschenried Arzneimittel", code: "ES", owner: owner, plants: [plant, contract],
      logistics: logistics,
      customers: [
        wholesaler("00001", "Großhandel DE", "Pharmastraße 1", "Kassel", "34117", "DE", .berlin),
        wholesaler("00002", "Großhandel AT", "Apothekerweg 5", "Linz", "4020", "AT", .berlin),
        wholesaler("00003", "Wholesaler IE", "12 Quay Road", "Cork", "T12 XY00", "IE", .dublin),
        wholesaler("00004", "Armazenista PT", "Rua do Porto 9", "Porto", "4000-001", "PT", .lisbon),
        wholesaler("00005", "Groothandel BE", "Kaai 22", "Gent", "9000", "BE", .berlin),
        Partner(
          place: place("00040", "Klinikapotheke", "Klinikweg 2", "Regensburg", "93053", "DE"),
          role: "dispenser", sendsReceipts: true, zone: .berlin, guideline: .none),
      ],
      export: wholesaler(
        "00006", "Veleprodaja RS", "Bulevar 18", "Beograd", "11000", "RS", .belgrade),
      processor: Partner(
        place: place(
          "00050", "Entsorgungsbetrieb", "Werkstraße 77", "Ingolstadt", "85055", "DE"),
        role: "returns_processor", zone: .berlin, guideline: .none), products: products,
      packages: packages, isAmerican: false)
  }
}
