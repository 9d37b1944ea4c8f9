"""Every metric of the suite, defined once. A new number is a new entry here and a test with an example by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal

from services.metrics import errors
from services.metrics.formulas.model import Flow, Formula, Percentile, Ratio, Reading, Stock, Total, Unit, Waiting

Texts = Mapping[str, str]
_GRAIN: Final = ("partner", "program", "period")
_COUNTS_PARTNERS: Final = _GRAIN[1:]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """`says` is the formula in words; `direction` is where better lies; `audience` who may see it at all."""

    code: str
    title: Texts
    says: Texts
    formula: Formula
    unit: Unit
    direction: Literal["up", "down"]
    sources: tuple[str, ...]
    audience: Literal["partner", "staff"] = "partner"
    grain: tuple[str, ...] = _GRAIN
    matures_after_days: int = 0  # until then the period's cohort may still change the value

    @property
    def readings(self) -> tuple[Reading, ...]:
        return (*self.formula.numerator, *self.formula.denominator)

    @property
    def says_of_a_partner(self) -> bool:
        """Whether it tells anything of a single one: a number that counts partners does not."""
        return _GRAIN[0] in self.grain

    def may_reach(self, value: Decimal) -> bool:
        return self.unit is not Unit.SHARE or value <= 1


def _both(en: str, es: str) -> Texts:
    return MappingProxyType({"en": en, "es": es})


_DECIDED: Final = (Flow("approved"), Flow("rejected"))
_DECISIONS: Final = ("deal_registration.approved.v1", "deal_registration.rejected.v1")
_CYCLE_SAYS: Final = (
    "from a submission to its decision in business hours, without the time the partner was asked for more",
    "desde el envío hasta su decisión en horas hábiles, sin el tiempo en que se pidió más información al socio",
)

_ALL: Final = (
    Metric(
        code="registration_volume",
        title=_both("Registrations submitted", "Registros enviados"),
        says=_both("submissions in the period, resubmitted revisions included",
                   "envíos en el periodo, incluidas las revisiones enviadas de nuevo"),
        formula=Total(numerator=(Flow("submitted"),)),
        unit=Unit.COUNT,
        direction="up",
        sources=("deal_registration.submitted.v1",),
    ),
    Metric(
        code="approval_rate",
        title=_both("Approval rate", "Tasa de aprobación"),
        says=_both("approved ÷ (approved + rejected), by the day of the decision",
                   "aprobados ÷ (aprobados + rechazados), por el día de la decisión"),
        formula=Ratio(numerator=(Flow("approved"),), denominator=_DECIDED),
        unit=Unit.SHARE,
        direction="up",
        sources=_DECISIONS,
    ),
    Metric(
        code="approval_rate_of_submitted",
        title=_both("Approved of submitted", "Aprobados de los enviados"),
        says=_both("approved ÷ submitted, of the submissions of the period; immature until 30 days after it",
                   "aprobados ÷ enviados, de los envíos del periodo; inmaduro hasta 30 días después"),
        formula=Ratio(numerator=(Flow("submitted_and_approved"),), denominator=(Flow("submitted"),)),
        unit=Unit.SHARE,
        direction="up",
        sources=("deal_registration.submitted.v1", "deal_registration.approved.v1"),
        matures_after_days=30,
    ),
    Metric(
        code="approval_cycle_time",
        title=_both("Approval time, median", "Tiempo de aprobación, mediana"),
        says=_both(f"median {_CYCLE_SAYS[0]}", f"mediana {_CYCLE_SAYS[1]}"),
        formula=Percentile(measure="decision_hours", percent=50),
        unit=Unit.HOURS,
        direction="down",
        sources=_DECISIONS,
    ),
    Metric(
        code="approval_cycle_time_p90",
        title=_both("Approval time, nine in ten", "Tiempo de aprobación, nueve de cada diez"),
        says=_both(f"the time that nine in ten do not exceed, {_CYCLE_SAYS[0]}",
                   f"el tiempo que nueve de cada diez no superan, {_CYCLE_SAYS[1]}"),
        formula=Percentile(measure="decision_hours", percent=90),
        unit=Unit.HOURS,
        direction="down",
        sources=_DECISIONS,
    ),
    Metric(
        code="sla_attainment",
        title=_both("Decided within the promise", "Decididos dentro del plazo"),
        says=_both("decided in time ÷ (decided + undecided past due at the end of the period)",
                   "decididos a tiempo ÷ (decididos + sin decidir y vencidos al final del periodo)"),
        formula=Ratio(
            numerator=(Flow("decided_in_time"),),
            denominator=(Flow("decided_in_time"), Flow("decided_late"), Stock("overdue")),
        ),
        unit=Unit.SHARE,
        direction="up",
        sources=("deal_registration.submitted.v1", "deal_registration.resubmitted.v1", *_DECISIONS),
    ),
    Metric(
        code="conflict_rate",
        title=_both("Conflict rate", "Tasa de conflictos"),
        says=_both("submissions that ran into another claim ÷ submissions",
                   "envíos que chocaron con otro registro ÷ envíos"),
        formula=Ratio(numerator=(Flow("in_conflict"),), denominator=(Flow("submitted"),)),
        unit=Unit.SHARE,
        direction="down",
        sources=("deal_registration.submitted.v1", "deal_registration.conflict_detected.v1"),
        audience="staff",
    ),
    Metric(
        code="registration_to_won",
        title=_both("Registration to won", "De registro a ganado"),
        says=_both("won ÷ approved, of the registrations approved in the period; immature until 180 days after it",
                   "ganados ÷ aprobados, de los registros aprobados en el periodo; inmaduro hasta 180 días después"),
        formula=Ratio(numerator=(Flow("approved_and_won"),), denominator=(Flow("approved"),)),
        unit=Unit.SHARE,
        direction="up",
        sources=("deal_registration.approved.v1", "deal_registration.won.v1", "deal_registration.reopened.v1"),
        matures_after_days=180,
    ),
    Metric(
        code="partner_sourced_revenue",
        title=_both("Partner-sourced revenue", "Ingresos originados por socios"),
        says=_both("won amount of registrations that a partner sourced, at the rate of the day it was won",
                   "importe ganado de los registros originados por un socio, al tipo de cambio del día en que se ganó"),
        formula=Total(numerator=(Flow("won_sourced", adds_values=True),)),
        unit=Unit.MONEY,
        direction="up",
        sources=("deal_registration.won.v1", "deal_registration.reopened.v1"),
    ),
    Metric(
        code="average_deal_size",
        title=_both("Average deal size", "Tamaño medio de la operación"),
        says=_both("won amount ÷ deals won, at the rate of the day each was won",
                   "importe ganado ÷ operaciones ganadas, al tipo de cambio del día de cada una"),
        formula=Ratio(numerator=(Flow("won", adds_values=True),), denominator=(Flow("won"),)),
        unit=Unit.MONEY,
        direction="up",
        sources=("deal_registration.won.v1", "deal_registration.reopened.v1"),
    ),
    Metric(
        code="median_deal_size",
        title=_both("Median deal size", "Tamaño mediano de la operación"),
        says=_both("median won amount to three digits, at the rate of the day each was won",
                   "mediana del importe ganado con tres cifras, al tipo de cambio del día de cada una"),
        formula=Percentile(measure="deal_size", percent=50),
        unit=Unit.MONEY,
        direction="up",
        sources=("deal_registration.won.v1", "deal_registration.reopened.v1"),
    ),
    Metric(
        code="time_to_first_deal",
        title=_both("Time to first deal", "Tiempo hasta la primera operación"),
        says=_both("median days from signing to the first approved registration (Kaplan–Meier: who still waits counts,"
                   " who was terminated counts until then); partners signed in the 365 days to the end of the period",
                   "mediana de días desde la firma hasta el primer registro aprobado (Kaplan–Meier: quien aún espera"
                   " cuenta, quien causó baja cuenta hasta entonces); socios firmados en los 365 días hasta el final"
                   " del periodo"),
        formula=Waiting(start="signed", event="first_deal", end="terminated", days=365),
        unit=Unit.DAYS,
        direction="down",
        sources=("partner.created.v1", "partner.terminated.v1", "deal_registration.approved.v1"),
    ),
    Metric(
        code="active_partners",
        title=_both("Active partners", "Socios activos"),
        says=_both("partners that registered, won or were certified in the 365 days to the end of the period",
                   "socios que registraron, ganaron o se certificaron en los 365 días hasta el final del periodo"),
        formula=Total(numerator=(Stock("active_partners"),)),
        unit=Unit.COUNT,
        direction="up",
        grain=_COUNTS_PARTNERS,
        sources=("partner.created.v1", "deal_registration.submitted.v1", "deal_registration.won.v1",
                 "certificate.issued.v1"),
    ),
    Metric(
        code="certification_coverage",
        title=_both("Certification coverage", "Cobertura de certificación"),
        says=_both("people with a valid certificate ÷ people of partners, at the end of the period",
                   "personas con un certificado vigente ÷ personas de los socios, al final del periodo"),
        formula=Ratio(numerator=(Stock("certified_people"),), denominator=(Stock("people"),)),
        unit=Unit.SHARE,
        direction="up",
        sources=("person.joined.v1", "person.left.v1", "certificate.issued.v1", "certificate.revoked.v1"),
    ),
    Metric(
        code="certified_partners",
        title=_both("Certified partners", "Socios certificados"),
        says=_both("partners that meet a requirement of certified people and have lost none ÷ partners, at the end of"
                   " the period",
                   "socios que cumplen un requisito de personas certificadas y no han perdido ninguno ÷ socios, al"
                   " final del periodo"),
        formula=Ratio(numerator=(Stock("certified_partners"),), denominator=(Stock("partners"),)),
        unit=Unit.SHARE,
        direction="up",
        grain=_COUNTS_PARTNERS,
        sources=("partner.created.v1", "partner.terminated.v1", "company_requirement.met.v1",
                 "company_requirement.lost.v1", "company_requirement.withdrawn.v1"),
    ),
    Metric(
        code="content_utilisation",
        title=_both("Content utilisation", "Uso del contenido"),
        says=_both("assets that a partner used in the 90 days to the end of the period ÷ assets published then",
                   "recursos usados por socios en los 90 días hasta el fin del periodo ÷ recursos publicados entonces"),
        formula=Ratio(
            numerator=(Stock("assets_used", of_partner="assets_used_by_partner"),),
            denominator=(Stock("assets_published", shared=True),),
        ),
        unit=Unit.SHARE,
        direction="up",
        sources=("asset.published.v1", "asset.retired.v1", "asset.downloaded.v1", "asset.share_opened.v1"),
        audience="staff",
    ),
)  # fmt: skip
METRICS: Final[Mapping[str, Metric]] = MappingProxyType({metric.code: metric for metric in _ALL})


def metric(code: str) -> Metric:
    found = METRICS.get(code)
    if found is None:
        raise errors.MetricUnknown
    return found
