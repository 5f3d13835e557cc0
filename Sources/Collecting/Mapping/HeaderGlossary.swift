/// Words of headers in several languages, for suggestions: no column is read by them.
enum HeaderGlossary {
  /// What a header says, as a set of English words; words that tell nothing apart are left out.
  static func words(of header: String) -> Set<String> {
    let folded = parts(of: header).map { HeaderText.folded(String($0)) }.filter { !$0.isEmpty }
    return Set(folded.map { english[$0] ?? $0 }.filter { !idle.contains($0) })
  }

  private static func parts(of header: String) -> [Substring] {
    guard HeaderText.isASCII(header) else {
      return header.split { !$0.isLetter && !$0.isNumber && $0 != "º" && $0 != "#" }
    }
    let others = header.utf8.split { byte in
      let isDigit = byte &- 0x30 <= 9
      let isLetter = (byte | 0x20) &- 0x61 <= 25
      return !isDigit && !isLetter && byte != UInt8(ascii: "#")
    }
    return others.map { Substring($0) }
  }

  /// How alike two sets of words are, in thousandths.
  static func likeness(_ one: Set<String>, _ other: Set<String>) -> Int {
    let all = one.union(other).count
    return all == 0 ? 0 : one.intersection(other).count * 1000 / all
  }

  private static let idle: Set<String> = [
    "a", "am", "an", "as", "at", "da", "das", "de", "del", "der", "des", "di", "die", "do", "dos",
    "du", "e", "em", "en", "i", "in", "la", "le", "les", "o", "of", "on", "the", "to", "und", "van",
    "vom", "y",
  ]

  /// By English word: German, Portuguese, Spanish, French, Italian and Dutch ones, folded.
  private static let languages: [String: String] = [
    "action": "acao accion azione massnahme mesure maatregel",
    "affected":
      "afetado afetados afetada afetadas afectado afectados betroffen betroffene betroffener concerne concernes interessati",
    "approval": "aprovacao aprobacion approbation approvazione freigabe goedkeuring",
    "approved": "aprovado aprobado approuve approvato freigegeben",
    "by": "por par von durch door da",
    "category": "categoria kategorie categorie",
    "cause": "causa ursache oorzaak",
    "classification":
      "classificacao clasificacion classement classificazione klassifizierung einstufung classificatie",
    "closed":
      "fecho fechado encerrado encerramento cerrado cierre cloture clos chiuso chiusura abgeschlossen geschlossen gesloten",
    "code": "codigo codice",
    "country": "pais pays paese land",
    "customer": "cliente client kunde klant",
    "date": "data fecha datum",
    "description": "descricao descripcion descrizione beschreibung beschreibg omschrijving",
    "detected":
      "discovered detetado detectado detecao deteccao deteccion detecte festgestellt entdeckt gefunden rilevato",
    "deviation": "desvio desviacion ecart scostamento deviazione abweichung afwijking vorfall",
    "due": "prazo vencimiento echeance scadenza frist faellig fallig termin",
    "equipment": "equipamento equipo equipement attrezzatura geraet gerat anlage",
    "expiry": "validade expiracao caducidad peremption verfall vervaldatum haltbarkeit",
    "immediate": "imediata imediato inmediata inmediato immediata sofort",
    "impact": "impacto auswirkung",
    "line": "linha linea ligne linie lijn",
    "lot": "lots batch batches lote lotes lotto lotti charge chargen partij",
    "market": "mercado marche mercato markt",
    "number": "no nr n nº num numero nummer id",
    "occurrence":
      "occurred ocorrencia ocorrido ocurrencia ocurrido survenue vorkommnis ereignis aufgetreten",
    "opened": "aberto abertura abierto apertura ouvert eroeffnet eroffnet geoffnet",
    "process": "processo proceso processus prozess",
    "product": "produto producto produit prodotto produkt artigo artikel",
    "quantity": "quantidade cantidad quantite quantita menge anzahl hoeveelheid qty",
    "reason": "motivo motif grund reden razao",
    "recorded": "registo registado registrado enregistre erfasst angelegt registrato",
    "requirement": "requisito exigence anforderung vorgabe vereiste",
    "responsible":
      "responsavel responsable responsabile verantwortlich verantwortlicher verantwoordelijke zustaendig",
    "root": "raiz racine radice",
    "serial": "serials serie seriennummer seriennummern",
    "severity": "gravidade gravedad gravite gravita schwere bedeutung ernst",
    "site": "local localidade sitio ubicacion lieu sito ort standort planta fabrica",
    "state": "estado etat stato zustand",
    "status": "situacao situacion statut",
    "step": "etapa etape schritt passo",
    "supplier": "fornecedor proveedor fournisseur lieferant leverancier",
    "title": "titulo titre titolo titel bezeichnung betreff",
    "user": "utilizador usuario utilisateur benutzer gebruiker",
  ]

  private static let english: [String: String] = {
    var words: [String: String] = [:]
    for (word, others) in languages.sorted(by: { $0.key < $1.key }) {
      for other in others.split(separator: " ") where words[String(other)] == nil {
        words[String(other)] = word
      }
    }
    return words
  }()
}
