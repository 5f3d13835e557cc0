internal import Settings

// What the library calls authority, severity and judge, in the terms of an assessment.

extension RuleAuthority {
  init(_ authority: Authority) {
    switch authority {
    case .law: self = .law
    case .guidance: self = .guidance
    case .firm: self = .firm
    case .practice: self = .practice
    }
  }
}

extension FindingSeverity {
  init(_ severity: Severity) {
    switch severity {
    case .critical: self = .critical
    case .major: self = .major
    case .minor: self = .minor
    case .info: self = .info
    }
  }
}

extension RequirementResult.Basis {
  init(_ judge: Judge) {
    switch judge {
    case .data: self = .data
    case .documents: self = .documents
    case .person: self = .person
    }
  }
}
