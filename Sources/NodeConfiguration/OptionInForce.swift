/// An option as a file has it, its value in canonical form.
package struct WrittenOption: Hashable, Sendable {
    /// `(set)` in place of a secret.
    package let value: String
    package let origin: ConfigurationOrigin

    package init(value: String, origin: ConfigurationOrigin) {
        self.value = value
        self.origin = origin
    }
}

/// An option with what it is in force with, and why.
package struct OptionInForce: Hashable, Sendable {
    package let name: String
    /// In canonical form; `(set)` in place of a secret, "" for what is not set and has no default.
    package let value: String
    /// Where it stands; nil where the default is in force.
    package let origin: ConfigurationOrigin?
    package let meaning: String
}

extension NodeSettings {
    /// Every option that this node obeys, in the order of the manual.
    ///
    /// - Parameter written: those of the files whose values are in force.
    package func options(written: [String: WrittenOption]) -> [OptionInForce] {
        let standard = defaults
        return OptionCatalogue.supported.map { name, meaning in
            OptionInForce(
                name: name, value: written[name]?.value ?? standard[name] ?? "",
                origin: written[name]?.origin, meaning: meaning)
        }
    }

    /// What is in force for options that no file sets; those without a default are not among them.
    private var defaults: [String: String] {
        [
            "local_ip": localAddresses.map(\.description).joined(separator: ", "),
            "public_ip": publicAddresses.map(\.description).joined(separator: ", "),
            "public_hostname": publicHostname, "home_domain": homeDomain,
            "reg_max_expires": "\(maximumRegistrationSeconds)",
            "authentication": isAuthenticationRequired ? "Y" : "N",
            "log_level": "\(logVerbosity.rawValue)",
            "decision_trace": tracesDecisions ? "Y" : "N",
            "trace_memory": "\(traceMemory >> 20)", "sip_port": "\(sipPort)",
            "ellis_port": "\(web.ellisPort ?? 0)", "ellis_hostname": ellisHostname,
            "email_recovery_sender": emailRecoverySender,
            "homestead_provisioning_port": "\(web.homesteadProvisioningPort ?? 0)",
            "homestead_provisioning_open": web.isHomesteadProvisioningOpen ? "Y" : "N",
            "xdms_port": "\(web.xdmsPort ?? 0)",
            "hep_capture_id": "\(CollectorSettings.standardCaptureID)", "hep_bodies": "N",
            "metrics_port": "\(web.metricsPort ?? 0)",
            "metrics_open": web.isMetricsOpen ? "Y" : "N",
            "log_format": watching.logFormat.rawValue,
            "call_detail_records_format": "json", "call_detail_records_size": "100",
            "trunk_options_ping": "0",
        ]
    }
}
