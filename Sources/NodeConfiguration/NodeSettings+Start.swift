extension NodeSettings {
    /// These settings, with all that only a start can change as a running node has it.
    ///
    /// - Returns: the settings that the running node can have, and the options that wait for the
    ///   next start.
    package func keepingWhatNeedsAStart(
        of running: NodeSettings
    ) -> (settings: NodeSettings, waiting: [String]) {
        var kept = self
        var waiting: [String] = []
        func keep<Value: Equatable>(
            _ names: String..., at place: WritableKeyPath<NodeSettings, Value>
        ) {
            guard self[keyPath: place] != running[keyPath: place] else { return }
            kept[keyPath: place] = running[keyPath: place]
            waiting += names
        }
        keep("home_domain", at: \.homeDomain)
        keep("local_ip", at: \.localAddresses)
        keep("sip_port", at: \.sipPort)
        keep("log_directory", at: \.logDirectory)
        keep("ellis_port", at: \.web.ellisPort)
        keep("ellis_certificate_file", "ellis_key_file", at: \.web.ellisCertificate)
        keep("homestead_provisioning_port", at: \.web.homesteadProvisioningPort)
        keep("homestead_provisioning_open", at: \.web.isHomesteadProvisioningOpen)
        keep("xdms_port", at: \.web.xdmsPort)
        keep("metrics_port", at: \.web.metricsPort)
        keep("metrics_open", at: \.web.isMetricsOpen)
        keep(
            "call_detail_records", "call_detail_records_format", "call_detail_records_size",
            at: \.watching.callRecords)
        // What is open until then needs its key until then.
        if kept.web.isHomesteadProvisioningOpen, kept.web.homesteadProvisioningKey == nil {
            keep("homestead_provisioning_key", at: \.web.homesteadProvisioningKey)
        }
        return (kept, waiting)
    }
}
