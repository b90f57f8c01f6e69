import Mustache

/// The templates of all pages, compiled once.
struct PageTemplates: Sendable {
    private let library: MustacheLibrary

    /// Templates are part of the program: one that cannot be read is our own mistake, and the first
    /// test that makes a portal finds it.
    init(_ sources: [String: [UInt8]] = Self.sources) {
        MustacheContentTypes.register(MarkupEscaping(), named: MarkupEscaping.name)
        var templates: [String: MustacheTemplate] = [:]
        for (name, octets) in sources {
            let text =
                "{{% CONTENT_TYPE: \(MarkupEscaping.name)}}\n"
                + String(decoding: octets, as: UTF8.self)
            do {
                templates[name] = try MustacheTemplate(string: text)
            } catch {
                preconditionFailure("template \(name): \(error)")
            }
        }
        library = MustacheLibrary(templates: templates)
    }

    func render(_ template: String, _ context: Any) -> String {
        guard let text = library.render(context, withTemplate: template) else {
            preconditionFailure("there is no template \(template)")
        }
        return text
    }

    /// Each file of `Resources` that is a template, by the name that others include it by.
    private static let sources: [String: [UInt8]] = [
        "account": PackageResources.account_mustache,
        "account-delete": PackageResources.account_delete_mustache,
        "address-book": PackageResources.address_book_mustache,
        "area": PackageResources.area_mustache,
        "call-rows": PackageResources.call_rows_mustache,
        "field": PackageResources.field_mustache,
        "ladder": PackageResources.ladder_mustache,
        "line": PackageResources.line_mustache,
        "line-add": PackageResources.line_add_mustache,
        "line-remove": PackageResources.line_remove_mustache,
        "lines": PackageResources.lines_mustache,
        "login": PackageResources.login_mustache,
        "message": PackageResources.message_mustache,
        "new-password": PackageResources.new_password_mustache,
        "notice": PackageResources.notice_mustache,
        "operator": PackageResources.operator_mustache,
        "operator-account": PackageResources.operator_account_mustache,
        "operator-account-add": PackageResources.operator_account_add_mustache,
        "operator-account-remove": PackageResources.operator_account_remove_mustache,
        "operator-accounts": PackageResources.operator_accounts_mustache,
        "operator-audit": PackageResources.operator_audit_mustache,
        "operator-call": PackageResources.operator_call_mustache,
        "operator-calls": PackageResources.operator_calls_mustache,
        "operator-configuration": PackageResources.operator_configuration_mustache,
        "operator-doctor": PackageResources.operator_doctor_mustache,
        "operator-mistakes": PackageResources.operator_mistakes_mustache,
        "operator-numbers": PackageResources.operator_numbers_mustache,
        "operator-numbers-remove": PackageResources.operator_numbers_remove_mustache,
        "operator-option": PackageResources.operator_option_mustache,
        "operator-refused": PackageResources.operator_refused_mustache,
        "operator-refused-allow": PackageResources.operator_refused_allow_mustache,
        "operator-refused-peer": PackageResources.operator_refused_peer_mustache,
        "operator-tabs": PackageResources.operator_tabs_mustache,
        "operator-trunk-add": PackageResources.operator_trunk_add_mustache,
        "operator-trunk-remove": PackageResources.operator_trunk_remove_mustache,
        "operator-trunk-test": PackageResources.operator_trunk_test_mustache,
        "operator-trunks": PackageResources.operator_trunks_mustache,
        "operator-trunk-test-run": PackageResources.operator_trunk_test_run_mustache,
        "page": PackageResources.page_mustache,
        "phone-setup": PackageResources.phone_setup_mustache,
        "phones": PackageResources.phones_mustache,
        "phones-part": PackageResources.phones_part_mustache,
        "recover": PackageResources.recover_mustache,
        "services": PackageResources.services_mustache,
        "setting": PackageResources.setting_mustache,
        "signup": PackageResources.signup_mustache,
        "token": PackageResources.token_mustache,
        "trunk-test-run": PackageResources.trunk_test_run_mustache,
    ]
}
