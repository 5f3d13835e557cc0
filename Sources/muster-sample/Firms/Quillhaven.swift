extension Firm {
  /// The invented American manufacturer.
  static func quillhaven() -> Firm {
    let own = "0399991"
    let other = "0399992"
    let owner = Place(
      own, "00001", name: "Quillhaven Pharma", street: "400 Quillhaven Parkway", city: "Dayton",
      state: "OH", postalCode: "45402")
    func place(
      _ reference: String, _ name: String, _ street: String, _ city: String, _ state: String,
      _ code: String
    ) -> Place {
      Place(
        other, reference, name: name, street: street, city: city, state: state, postalCode: code)
    }
    var products: [Product] = []
    var packages: [Int] = []
    func add(
      _ item: String, _ ndc: String, _ name: String, _ strength: String, _ form: String,
      _ content: String, quantity: Int, perPallet: Int, months: Int
    ) {
      var product = Product(
        prefix: own, item: "0" + item, name: name, strength: strength, form: form,
        content: content, ndc: ndc, manufacturer: owner.name)
      product.caseQuantity = quantity
      product.casesPerPallet = perPallet
      product.shelfMonths = months
      product.aggregated = quantity > 0
      packages.append(products.count)
      if quantity > 0 {
        product.caseItem = products.count + 1
        var outer = product
        outer.item = "5" + item
        outer.caseItem = nil
        products.append(product)
        products.append(outer)
      } else {
        products.append(product)
      }
    }
    add(
      "10130", "99991-101-30", "Quillatab 20 mg Tablets", "20 mg", "TABLET, FILM COATED",
      "30 TABLETS in 1 BOTTLE", quantity: 48, perPallet: 20, months: 24)
    add(
      "20201", "99991-202-01", "Quillavial 10 mg/mL Injection", "10 mg/mL",
      "INJECTION, SOLUTION", "1 VIAL, 5 mL in 1 CARTON", quantity: 10, perPallet: 40, months: 30)
    add(
      "30302", "99991-303-02", "Quillaject 40 mg/0.8 mL Auto-Injector", "40 mg/0.8 mL",
      "INJECTION, SOLUTION", "2 SYRINGES in 1 CARTON", quantity: 12, perPallet: 24, months: 18)
    add(
      "10107", "99991-101-07", "Quillatab 20 mg Tablets Starter Sample", "20 mg",
      "TABLET, FILM COATED", "7 TABLETS in 1 BLISTER PACK", quantity: 0, perPallet: 0, months: 24)

    let dayton = Plant(
      id: "dayton",
      place: Place(
        own, "00010", name: "Quillhaven Pharma, Dayton Plant", street: "410 Quillhaven Parkway",
        city: "Dayton", state: "OH", postalCode: "45402"), zone: .eastern, lines: ["L1", "L2"])
    let contract = Plant(
      id: "contract",
      place: place(
        "00030", "Contract Packager", "77 Blister Road", "Evansville", "IN", "47708"),
      zone: .central, lines: ["P1"], isContract: true)
    let logistics = Partner(
      place: place(
        "00020", "Third-Party Logistics Provider", "1500 Crossdock Avenue", "Memphis", "TN",
        "38118"), role: "3pl", sendsReceipts: true, zone: .central)
    func wholesaler(
      _ letter: String, _ references: (String, String), _ city: String, _ state: String,
      _ code: String, _ zone: Zone
    ) -> Partner {
      Partner(
        place: place(
          references.0, "Wholesaler \(letter)", "1 Wholesaler \(letter) Plaza", city, state, code),
        role: "wholesaler", zone: zone,
        dock: place(
          references.1, "Wholesaler \(letter), Distribution Center", "20 Distribution Drive", city,
          state, code))
    }
    var third = wholesaler("C", ("00005", "00006"), "Plano", "TX", "75024", .central)
    third.guideline = .release13
    let pharmacy = Partner(
      place: place(
        "00040", "Specialty Pharmacy", "250 Infusion Way", "Columbus", "OH", "43215"),
      role: "dispenser", sendsReceipts: true, zone: .eastern)
    let processor = Partner(
      place: place(
        "00050", "Returns Processor", "9 Reverse Logistics Lane", "Louisville", "KY", "40213"),
      role: "returns_processor", zone: .eastern)
    return Firm(
      name: "Quillhaven Pharma", code: "QH", owner: owner, plants: [dayton, contract],
      logistics: logistics,
      customers: [
        wholesaler("A", ("00001", "00002"), "Harrisburg", "PA", "17101", .eastern),
        wholesaler("B", ("00003", "00004"), "Aurora", "IL", "60502", .central), third, pharmacy,
      ], processor: processor, products: products, packages: packages, isAmerican: true)
  }
}
