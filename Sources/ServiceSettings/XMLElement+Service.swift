import XMLDocuments

extension XMLElement {
    /// The `active` attribute of a service, true where there is none (TS 24.623 6.2).
    var isActiveService: Bool {
        attribute(XMLName("active")).map { ["true", "1"].contains($0) } ?? true
    }

    /// A service of this simservs element, made where there is none, active or not.
    @discardableResult
    func madeService(_ name: XMLName, isActive: Bool) -> XMLElement {
        let service = child(name) ?? addChild(name)
        if service.attribute(XMLName("active")) == nil || service.isActiveService != isActive {
            service.setAttribute(XMLName("active"), to: isActive ? "true" : "false")
        }
        return service
    }
}
