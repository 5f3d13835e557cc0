/// The columns an export of each kind has, whether any record fills them or not: a system writes
/// its whole form. Lists stand with their items' fields in brackets.
enum RecordColumns {
  static let byKind: [String: String] = [
    "access_review":
      "system performed_on by accounts_total accounts_reviewed accounts_removed next_due_on "
      + "evidence",
    "account":
      "account system person type roles() admin_rights created_at disabled_at last_login_at",
    "alert":
      "alert_id system kind raised_at code severity market gtin lot serial expiry site line "
      + "location location_kind transaction_type message pack_state sla_minutes ack_by ack_at "
      + "closed_by closed_at cause investigation outcome",
    "alert_case":
      "case_id alert_id received_at first_response_at status status_reason root_cause "
      + "root_cause_comment root_cause_party evidence_ref pack_disposition escalated_at nca_ref "
      + "investigation handled_by closed_at",
    "audit_trail_entry":
      "entry_id seq system object_type object_id gtin lot field old new action user terminal "
      + "changed_at reason change_ref gmp_data",
    "audit_trail_review":
      "review_id system scope gtin lots() period_from period_until by reviewed_at "
      + "exceptions() independent next_due_on",
    "batch_facts":
      "document_ref sha256 gtin lot batch_record_id fact occurrence value page entered_by "
      + "entered_at checked_by checked_at",
    "batch_record":
      "batch_record_id kind gtin material lot bulk_lot expiry manufactured_on master_record "
      + "master_version site line order_no started_at ended_at theoretical bulk_in actual_good "
      + "rejects samples retains retains_serialized yield yield_low yield_high electronic "
      + "clearance_before_by clearance_before_checked_by clearance_before_at clearance_after_by "
      + "clearance_after_checked_by clearance_after_at none_declared deviations() specimens(ref "
      + "kind shows_lot shows_expiry shows_code) pages_total pages_present pages_unnumbered "
      + "prod_review_by prod_review_at prod_review_meaning qa_review_by qa_review_at "
      + "qa_review_meaning qa_review_decision audit_trail_review_by audit_trail_review_at "
      + "audit_trail_review_scope",
    "batch_step":
      "batch_record_id step_no sequence text category significant sequential performed_by "
      + "performed_at checked_by checked_at automated account check_account terminal equipment "
      + "material_lot value value_unit low high result comment late_entry_note entered_at",
    "calibration":
      "cal_id equipment kind calibrated_at due_on as_found as_left standard_ref certificate "
      + "performed_by impact_assessment impact_lots()",
    "capa":
      "capa_id title source source_ref site lots() gtin problem root_cause_ref owner "
      + "opened_on due_on due_history(old new by changed_at reason) actions(action_id class "
      + "kind text owner due_on done_at evidence changed_type changed_ref changed_version) "
      + "eff_required eff_exemption_reason eff_criteria eff_due_on eff_result eff_by eff_at "
      + "followup_capa interim_until qa_approval_by qa_approval_at closed_at state",
    "challenge_test":
      "gtin lot line order_no phase test tested_at result by",
    "change":
      "chg_id title object object_id serialization type description rationale "
      + "impact_validation impact_validation_text impact_training impact_training_text "
      + "impact_documents impact_documents_text impact_regulatory impact_regulatory_text "
      + "impact_serial_data impact_serial_data_text impact_partners impact_partners_text "
      + "requested_by requested_at approved_by approved_at implemented_at requal_required "
      + "validation_refs() post_review_by post_review_at post_review_result old_version "
      + "new_version due_on closed_at state",
    "complaint":
      "cmp_id received_at channel country gtin lot serial identity_unknown text code_related "
      + "suspicion verification_ref lot_review investigation no_inv_reason no_inv_by class "
      + "reply_at closed_at trend_code",
    "controlled_document":
      "doc_id version title kind topic owner approvals(by approved_at role) approved_by_qa "
      + "approved_at effective_from superseded_at valid_until covers_from covers_until "
      + "review_due_on reviewed_at change_ref sites() products() systems() partners() processes() "
      + "serialization_critical language path sha256",
    "delivery":
      "delivery_no item direction partner country gtin lot quantity goods_issue_at po_no "
      + "free_sample",
    "designated_wholesaler":
      "gtin market wholesaler_id name address contract_ref valid_from valid_until "
      + "in_repository",
    "destruction":
      "certificate_no gtin lot material_code quantity serials() destroyed_at handed_over_at "
      + "by witness case_id",
    "deviation":
      "dev_id title occurred_at detected_at recorded_at recorded_by owner site line equipment "
      + "gtin lots() no_lot_reason serials() process_step requirement class class_history(old "
      + "new by changed_at reason qa_approver) class_rationale symptom immediate_action impact "
      + "justification category_6m cause due_on original_due_on extensions(old new reason "
      + "approved_by approved_at) capa() no_capa_rationale investigation qp_assessed_at "
      + "batch_assessment_approved_at planned theft qa_approval_by qa_approval_at closed_at "
      + "state",
    "equipment":
      "equip_id name type site line status status_history(status valid_from valid_until) "
      + "qualified_from calibrated critical pm_due_on pm_done_at pm_extension_until "
      + "software_version work_orders()",
    "export_note":
      "file source_name sha256 system system_version query filter period_from period_until by "
      + "exported_at rows method nature certified_by certified_at",
    "file_transfer":
      "file_id message_type direction counterparty sent_at ack_at ack error_code error_text "
      + "transaction_ref resend_of gtin lots() records units retries sha256",
    "inspection_request":
      "request_no line_no revision authority purpose received_at received_from medium "
      + "verbatim clarification scope gtin lots() serials() type assigned_to due_at clock_basis "
      + "extension_until status qc_by item_ids() provided_at provided_by copy_count receipt_ref "
      + "commitment_text commitment_owner commitment_due_on remarks",
    "inventory":
      "taken_at location gtin lot status quantity source",
    "investigation":
      "inv_id source dev_id source_ref lots() gtin started_at detection_at containment(step "
      + "done_at by evidence) notified(person function told_at) team(member function) method "
      + "method_rationale rca_nodes(node parent text category_6m evidence contributory) cause "
      + "category_6m system_factor_considered other_lots(lot gtin considered affected) "
      + "interviews(interviewee interviewer held_at summary_ref signed) evidence(ref author "
      + "made_at) scope_conclusion conclusion followup approval_by approval_at target_days "
      + "extension_approved_until",
    "kpi":
      "kpi_id period period_from period_until dimension dimension_id numerator denominator "
      + "value value_unit threshold direction source_ref owner action_ref",
    "label_reconciliation":
      "gtin lot batch_record_id material_code material_lot kind issued used_good "
      + "used_rejected samples attached returned destroyed destruction_record batch_coded "
      + "stated_unaccounted limit_value limit_unit limit_basis exemption exemption_evidence "
      + "investigation counted_by verified_by reconciled_at",
    "licence":
      "holder holder_name own kind licence_no authority scope valid_from valid_until "
      + "renewal_filed_on address reference checked_on evidence",
    "line_event":
      "event_ref seq event_at recorded_at site line order_no station equipment operator "
      + "account type gtin serial parent lot expiry level prev_state new_state read_result "
      + "read_content grade reject_reason reason param_name param_value manual buffered mixed "
      + "software_version",
    "line_summary":
      "gtin lot site line order_no started_at ended_at printed good rejected no_read sampled "
      + "manual_removals",
    "meeting":
      "meeting_id kind subject_id held_at participants() inputs() decisions() actions(text "
      + "owner due_on closed_at) triaged_at assessment assessed_at minutes minutes_approved_at "
      + "next_due_on",
    "method_transfer":
      "transfer_id giving_site receiving_site methods() validation_status known_issues "
      + "gap_analysis protocol protocol_approved_at design exemption_reason n_from n_to "
      + "acceptance equivalence_stat equivalence_ci_level equivalence_ci_low "
      + "equivalence_ci_high equivalence_limit_low equivalence_limit_high result "
      + "trained_persons() support_until compliance_check report report_approved_at "
      + "first_gmp_use_at",
    "notification":
      "notice_id direction kind counterparty case_id recall_id gtin lots() sent_at ack_at "
      + "stock_checked_at reference",
    "number_pool":
      "pool_id gtin site line order_no generator alphabet serial_length declared_space issued "
      + "issued_at",
    "partner_exception":
      "exception_id partner reported_at kind delivery_no gtin lot serials() quantity hold_at "
      + "file_status resolution resolved_at corrective_file",
    "partner_master":
      "partner account_no name role street city state postal_code country affiliate "
      + "active_from active_until",
    "partner_status":
      "partner activities() status valid_from valid_until approved_by licence_evidence "
      + "atp_evidence checked_on conditions",
    "person":
      "person_key display_name function employer site active_from active_until accounts() "
      + "authorisations(role site market valid_from valid_until)",
    "print_quality":
      "gtin lot line graded_at specimen serial grade aperture wavelength verifier_id "
      + "calibration_due_on by",
    "product_market":
      "gtin market national_code mah_id mah_name mah_address manufacturer_name "
      + "manufacturer_address ma_no ma_valid_until variation_effective_on pmd_version status "
      + "launched_on valid_from valid_until",
    "product_master":
      "gtin scheme material name common_name strength dose_form pack_type pack_size "
      + "doses_per_pack ndc national_code market rx in_scope scope_basis atc art57_code "
      + "shelf_life_months case_quantity pallet_quantity aggregated hierarchy(level quantity "
      + "gtin) valid_from valid_until",
    "product_return":
      "return_no item partner authorised_at received_at gtin lot serial quantity saleable "
      + "sale_ref verified_at verification_ref disposition disposed_at",
    "quality_agreement":
      "qa_id version giver acceptor kind sites() gtins() activities() signed_giver_by "
      + "signed_giver_at signed_acceptor_by signed_acceptor_at effective_from expires_on "
      + "review_due_on clauses(code present accountable text_ref)",
    "quality_audit":
      "audit_id type auditee scope() planned_on actual_from actual_until lead independent "
      + "report_id report_approved_by report_approved_at risk_class result next_due_on "
      + "findings(finding_id class text requirement response_due_on capa closed_at)",
    "recall":
      "recall_id kind class gtin lot markets() decided_at decided_by reason original_recall "
      + "closed_at",
    "recall_flag":
      "recall_id gtin lot market flagged_at ack_status message_id",
    "release":
      "release_id gtin lot expiry market site quantity decision decided_at decided_by role "
      + "meaning records_reviewed() none_open open_deviations(dev_id assessment_ref approved_by "
      + "approved_at) register_no ma_no statement safety_features_ok upload_ack_at later_status",
    "nil_return":
      "kind site period_from period_until statement signed_by signed_at document",
    "repack_link":
      "new_gtin new_lot original_gtin original_lot original_packs new_packs performed_at site",
    "repository_state_report":
      "reported_at gtin lot market state packs",
    "repository_status_log":
      "log_id gtin serial lot market operation from_state to_state performed_at actor role "
      + "location_id result return_code alert_id reason trigger",
    "repository_upload":
      "msg_id gtin lot expiry expiry_code market part parts pack_count acked_count "
      + "submitted_at ack_at ack_status error_code sender environment removal",
    "repository_upload_pack":
      "msg_id gtin serial lot expiry market result uploaded_at",
    "requirement_trace":
      "system_id software_version urs_id risk fs_id test_id result deviation_ref evidence",
    "risk_assessment":
      "ra_id subject subject_id method formality_rationale team() scale_id items(hazard s o d "
      + "class control residual_s residual_o residual_d accepted_by) class performed_on "
      + "review_due_on decision approved_by approved_at",
    "sample":
      "sample_id gtin lot serial quantity purpose taken_at taken_by after_upload "
      + "handed_over_at handed_over_to case_id",
    "sampling_result":
      "plan_id inspection_lot gtin lot stage n ac re defects readable content_match "
      + "parent_match status_active grade_min serials() by sampled_at decision",
    "serial_allocation":
      "gtin serial pool_id lot site line allocated_at status status_at",
    "serial_reconciliation":
      "gtin lot level order_no site allocated printed commissioned label_scrapped "
      + "label_sampled returned_unused still_on_line active_good sampled destroyed "
      + "decommissioned_other l3_good l4_good hub_good partner_good reported_at approved_by "
      + "approved_at",
    "site_master":
      "site name gln time_zone role country address licence",
    "spc_baseline":
      "baseline_id chart_id characteristic line data_from data_until subgroups defectives "
      + "inspected pbar sigma_z unexplained_signals approved_by valid_from valid_until replaces "
      + "change_ref",
    "spc_point":
      "chart_id characteristic line gtin lot plotted_at n d baseline_id signals() "
      + "reaction_ref reaction_at",
    "suspect_case":
      "case_id opened_at source state gtin lots() serials() partners() determined_at "
      + "determined_by quarantine_quantity quarantine_location quarantine_at fda_notice_at "
      + "partner_notice_at nca_notice_at form_ref disposition terminated_at "
      + "termination_consulted investigation",
    "system":
      "system_id name kind site supplier gamp_category gxp_critical serialization "
      + "software_version time_zone validation_status validated_on last_periodic_review_on "
      + "owner",
    "system_check":
      "check_id system kind performed_at by result drift_s rpo_target_h rpo_actual_h "
      + "rto_target_h rto_actual_h records_compared data_altered impact_assessment retest_of "
      + "evidence next_due_on",
    "traceability_exercise":
      "exercise_id gtin lot market started_at finished_at qty_made qty_located "
      + "unlocated_explained balance result by explanation",
    "training":
      "person requirement requirement_version role type completed_at valid_until score passed "
      + "trainer trainer_qualified certificate record_created_at",
    "training_requirement":
      "role task requirement requirement_version effective_from effective_until grace_days "
      + "updated_at",
    "validation_deliverable":
      "deliverable_id doc_version system_id system_name site line gamp_category gxp_critical "
      + "deliverable software_version approved_by approved_at status open_deviations(dev_ref "
      + "class state) none_open valid_from valid_until next_review_on change_ref",
    "verification_request":
      "req_id channel received_at requester authorised gtin serial lot expiry reason test "
      + "responded_at result reason_code additional_info followup triaged_at answered_by",
  ]

  /// Columns of a kind: names, and lists with the fields of their items.
  static func of(_ kind: String) -> (plain: [String], lists: [(name: String, fields: [String])]) {
    var plain: [String] = []
    var lists: [(name: String, fields: [String])] = []
    var open: String?
    for word in (byKind[kind] ?? "").split(separator: " ").map(String.init) {
      if let start = word.firstIndex(of: "("), open == nil {
        let name = String(word[..<start])
        let rest = word[word.index(after: start)...].filter { $0 != ")" }
        lists.append((name, rest.isEmpty ? [] : [rest]))
        if !word.hasSuffix(")") { open = name }
      } else if open != nil {
        lists[lists.count - 1].fields.append(word.filter { $0 != ")" })
        if word.hasSuffix(")") { open = nil }
      } else {
        plain.append(word)
      }
    }
    return (plain, lists)
  }
}
