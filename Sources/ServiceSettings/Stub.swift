import XMLDocuments
enum StubServiceSettings {}
