package import Provisioning

/// The home subscribers of the node, for whoever provisions them in its process.
extension Node {
    /// What is changed by it is in force when its call returns: a password that was replaced lets
    /// nobody in any more.
    package nonisolated var homeSubscribers: any HomeSubscriberStore { database }
}
