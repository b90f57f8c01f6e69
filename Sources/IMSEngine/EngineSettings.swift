package struct EngineSettings: Sendable {
    package init() {}
}
