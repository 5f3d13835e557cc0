internal import GS1

/// The event a business step usually takes: type, action and disposition.
struct StepForm {
  var type: EventType
  var action: EventAction
  var disposition: String?

  /// The form of a step; an observation of an object when the step is none of the table.
  static func of(_ step: String) -> StepForm {
    forms[step] ?? StepForm(type: .object, action: .observe, disposition: nil)
  }

  private static let forms: [String: StepForm] = [
    "commissioning": StepForm(type: .object, action: .add, disposition: "active"),
    "packing": StepForm(type: .aggregation, action: .add, disposition: "in_progress"),
    "unpacking": StepForm(type: .aggregation, action: .delete, disposition: "in_progress"),
    "shipping": StepForm(type: .object, action: .observe, disposition: "in_transit"),
    "receiving": StepForm(type: .object, action: .observe, disposition: "in_progress"),
    "accepting": StepForm(type: .object, action: .observe, disposition: "in_progress"),
    "storing": StepForm(type: .object, action: .observe, disposition: "sellable_accessible"),
    "picking": StepForm(type: .object, action: .observe, disposition: "in_progress"),
    "staging_outbound": StepForm(type: .object, action: .observe, disposition: "in_progress"),
    "loading": StepForm(type: .object, action: .observe, disposition: "in_progress"),
    "departing": StepForm(type: .object, action: .observe, disposition: "in_transit"),
    "arriving": StepForm(type: .object, action: .observe, disposition: "in_progress"),
    "transporting": StepForm(type: .object, action: .observe, disposition: "in_transit"),
    "holding": StepForm(type: .object, action: .observe, disposition: "sellable_not_accessible"),
    "inspecting": StepForm(type: .object, action: .observe, disposition: "conformant"),
    "decommissioning": StepForm(type: .object, action: .delete, disposition: "inactive"),
    "destroying": StepForm(type: .object, action: .delete, disposition: "destroyed"),
    "sampling": StepForm(type: .object, action: .observe, disposition: "non_sellable_other"),
    "dispensing": StepForm(type: .object, action: .delete, disposition: "dispensed"),
    "void_shipping": StepForm(type: .object, action: .observe, disposition: "in_progress"),
    "repackaging": StepForm(type: .transformation, action: .add, disposition: "active"),
  ]
}
