"""The suite's events as an AsyncAPI 3 document, so that other systems' tools can read what we say."""

from typing import Any

from deploy.docs.catalogue import EventDocument

_ENVELOPE = {
    "type": "object",
    "description": "CloudEvents 1.0, structured JSON; the same attributes travel as headers named cloudEvents_*.",
    "required": ["specversion", "id", "source", "type", "subject", "time", "aggregateversion", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid", "description": "With source, names this event for ever."},
        "source": {"type": "string", "pattern": "^/prm/[a-z]+$"},
        "subject": {"type": "string", "description": "The aggregate; events of one subject arrive in order."},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"type": "string", "description": "Where the schema of data is served."},
        "partitionkey": {"type": "string"},
        "aggregateversion": {"type": "integer", "minimum": 1, "description": "Counts a subject's events without gaps."},
        "sequence": {
            "type": "string",
            "pattern": "^[0-9]{20}$",
            "description": "Counts a source's events without gaps.",
        },
        "correlationid": {"type": "string"},
        "causationid": {"type": "string"},
        "traceparent": {"type": "string"},
        "actor": {"type": "string", "description": "person:<id> or service:<name>."},
        "partnerid": {
            "type": "string",
            "format": "uuid",
            "description": "Whose event it is; absent for the vendor's own.",
        },
    },
}


def asyncapi(documents: list[EventDocument], version: str) -> dict[str, Any]:
    """Channels are exchanges with a routing key, messages are events, schemas are the publishers' own documents."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "PRM events",
            "version": version,
            "description": "What the suite says to itself and to other systems. Delivery is at least once; events of "
            "one subject are in order of aggregateversion.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {_key(document): _channel(document) for document in documents},
        "operations": _operations(documents),
        "components": {
            "messages": {_key(document): _message(document) for document in documents},
            "schemas": {
                "envelope": _ENVELOPE,
                **{_key(document): _data(document) for document in documents},
            },
        },
    }


def _channel(document: EventDocument) -> dict[str, Any]:
    return {
        "address": document.type,
        "messages": {"event": {"$ref": f"#/components/messages/{_key(document)}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": f"{document.owner}.events", "type": "topic", "durable": True, "vhost": "prm"},
            }
        },
    }


def _operations(documents: list[EventDocument]) -> dict[str, Any]:
    operations = {}
    for document in documents:
        channel = {"$ref": f"#/channels/{_key(document)}"}
        told = {"action": "send", "channel": channel, "title": f"{document.owner} publishes {document.type}"}
        operations[f"publish_{_key(document)}"] = told
        for reader in document.readers:
            heard = {"action": "receive", "channel": channel, "title": f"{reader} reads {document.type}"}
            operations[f"read_{_key(document)}_by_{reader}"] = heard
    return operations


def _message(document: EventDocument) -> dict[str, Any]:
    named = {"type": {"const": document.type}, "data": {"$ref": f"#/components/schemas/{_key(document)}"}}
    return {
        "name": document.type,
        "title": document.schema["title"],
        "summary": document.schema["description"],
        "contentType": "application/cloudevents+json",
        "payload": {
            "allOf": [{"$ref": "#/components/schemas/envelope"}, {"type": "object", "properties": named}],
        },
        "tags": [{"name": document.owner}, {"name": document.subject}, {"name": f"audience:{document.audience}"}],
    }


def _data(document: EventDocument) -> dict[str, Any]:
    """The publisher's document without what only its own file needs."""
    shown = {name: about for name, about in document.schema.items() if name not in ("$schema", "$id")}
    return {**shown, "examples": list(document.examples.values())}


def _key(document: EventDocument) -> str:
    return document.type.replace(".", "_")
