extension ConfigurationDirectory {
    /// Reads what concerns the HTTP servers.
    ///
    /// - Parameter sipPort: TCP is taken there already.
    static func webSettings(from reader: inout OptionReader, sipPort: UInt16) -> WebSettings {
        var web = WebSettings()
        web.ellisPort = reader.portOrOff("ellis_port", standard: web.ellisPort)
        web.homesteadProvisioningPort = reader.portOrOff(
            "homestead_provisioning_port", standard: web.homesteadProvisioningPort)
        web.xdmsPort = reader.portOrOff("xdms_port", standard: web.xdmsPort)
        web.metricsPort = reader.portOrOff("metrics_port", standard: nil)
        web.isMetricsOpen = reader.yesOrNo("metrics_open") ?? false
        findClashes(of: &web, sipPort: sipPort, &reader)
        web.homesteadProvisioningKey = reader.visibleText("homestead_provisioning_key")
        web.isHomesteadProvisioningOpen = isHomesteadProvisioningOpen(
            hasKey: web.homesteadProvisioningKey != nil, &reader)
        web.signupKey = reader.visibleText("signup_key")
        web.ellisAPIKey = reader.visibleText("ellis_api_key")
        web.ellisHostname = reader.host("ellis_hostname")
        web.ellisCertificate = certificate(&reader)
        web.smtpUsername = reader.visibleText("smtp_username")
        web.smtpPassword = reader.visibleText("smtp_password")
        web.smarthost = reader.smarthost(
            "smtp_smarthost", standardPort: web.smtpUsername == nil ? 25 : 587)
        reader.requirePair("smtp_username", "smtp_password")
        web.emailRecoverySender = reader.mailAddress("email_recovery_sender")
        return web
    }

    /// Open without a key would let everybody who reaches the port read and set every password.
    private static func isHomesteadProvisioningOpen(
        hasKey: Bool, _ reader: inout OptionReader
    ) -> Bool {
        let name = "homestead_provisioning_open"
        guard reader.yesOrNo(name) == true else { return false }
        if hasKey { return true }
        reader.refuse(
            name, "opens homestead-prov beyond this machine, and there is no key for it",
            "Set homestead_provisioning_key to a long random text that its clients send, or take"
                + " this line out. It stays on loopback.")
        return false
    }

    private static func certificate(_ reader: inout OptionReader) -> WebSettings.Certificate? {
        let certificate = reader.absolutePath("ellis_certificate_file")
        let key = reader.absolutePath("ellis_key_file")
        reader.requirePair("ellis_certificate_file", "ellis_key_file")
        guard let certificate, let key else { return nil }
        return WebSettings.Certificate(certificateFile: certificate, keyFile: key)
    }

    /// Two servers on one port would keep the node from starting: the later of the two stays off.
    private static func findClashes(
        of web: inout WebSettings, sipPort: UInt16, _ reader: inout OptionReader
    ) {
        var taken: [UInt16: String] = [sipPort: "sip_port"]
        let places: KeyValuePairs<String, WritableKeyPath<WebSettings, UInt16?>> = [
            "ellis_port": \.ellisPort, "xdms_port": \.xdmsPort,
            "homestead_provisioning_port": \.homesteadProvisioningPort,
            "metrics_port": \.metricsPort,
        ]
        for (name, place) in places {
            guard let port = web[keyPath: place] else { continue }
            if let other = taken[port] {
                // Whichever of the two is written down can be changed.
                reader.refuse(
                    reader.isMentioned(name) ? name : other,
                    "\(name) and \(other) are both \(port)",
                    "Give each a port of its own, or switch a server off with 0.")
                web[keyPath: place] = nil
            }
            taken[port] = name
        }
    }
}
