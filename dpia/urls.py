"""Addresses of DPIAs."""

from django.urls import include, path

from dpia.views import deciding, publications, records, redaction, releasing, risks, seals, writing

of_version = [
    path("", records.DpiaPage.as_view(), name="dpia-version"),
    path("content/", records.ContentPage.as_view(), name="dpia-content"),
    path("facts/", writing.FactsPage.as_view(), name="dpia-facts"),
    path("sites/", writing.SitesPage.as_view(), name="dpia-sites"),
    path("consultation/", writing.ConsultationPage.as_view(), name="dpia-consultation"),
    path("consultation/responses/add/", writing.ResponsePage.as_view(), name="dpia-response-add"),
    path("evidence/<int:pk>/", writing.EvidenceFile.as_view(), name="dpia-evidence-file"),
    path("evidence/", writing.EvidencePage.as_view(), name="dpia-evidence"),
    path("impacts/<int:number>/", writing.ImpactsPage.as_view(), name="dpia-impacts"),
    path("risks/", risks.RisksPage.as_view(), name="dpia-risks"),
    path("risks/add/", risks.RiskPage.as_view(), name="dpia-risk-add"),
    path("risks/<int:pk>/", risks.RiskPage.as_view(), name="dpia-risk"),
    path("risks/<int:pk>/remove/", risks.RemoveRisk.as_view(), name="dpia-risk-remove"),
    path("risks/<int:pk>/measures/add/", risks.MeasurePage.as_view(), name="dpia-measure-add"),
    path("risks/<int:pk>/measures/<int:measure>/", risks.MeasurePage.as_view(), name="dpia-measure"),
    path("risks/<int:pk>/measures/<int:measure>/remove/", risks.RemoveMeasure.as_view(), name="dpia-measure-remove"),
    path("measures/<int:measure>/done/", risks.MeasureDone.as_view(), name="dpia-measure-done"),
    path("items/", deciding.ItemsPage.as_view(), name="dpia-items"),
    path("regulator/", deciding.RequestPage.as_view(), name="dpia-regulator"),
    path("regulator/decision/", deciding.DecisionOnRegulator.as_view(), name="dpia-regulator-decision"),
    path("new-version/", writing.NewVersion.as_view(), name="dpia-new-version"),
    path("decisions/<int:pk>/", seals.SealPage.as_view(), name="dpia-seal"),
    path("decisions/<int:pk>/correct/", seals.CorrectPage.as_view(), name="dpia-correct"),
    path("decisions/<int:pk>/confirm/", seals.ConfirmPage.as_view(), name="dpia-confirm"),
    path("step/<slug:name>/", deciding.DpiaStep.as_view(), name="dpia-step"),
    path("<slug:slug>/", writing.SectionPage.as_view(), name="dpia-section"),
]

of_release = [
    path("", redaction.RedactionPage.as_view(), name="redaction"),
    path("begin/", redaction.BeginPage.as_view(), name="redaction-begin"),
    path("words/", redaction.WordsPage.as_view(), name="redaction-words"),
    path("copy/", releasing.PreviewPage.as_view(), name="redaction-copy"),
    path("mosaic/", releasing.MosaicPage.as_view(), name="redaction-mosaic"),
    path("mark/", redaction.MarkPage.as_view(), name="redaction-mark"),
    path("marks/<int:pk>/remove/", redaction.Unmark.as_view(), name="redaction-unmark"),
    path("marks/<int:pk>/also/", redaction.MarkAlso.as_view(), name="redaction-also"),
    path("rule/", redaction.RulePage.as_view(), name="redaction-rule"),
    path("rulings/<int:pk>/remove/", redaction.Unrule.as_view(), name="redaction-unrule"),
    path("files/<int:pk>/", releasing.CandidatePage.as_view(), name="redaction-file"),
    path("step/<slug:name>/", releasing.ReleaseStep.as_view(), name="redaction-step"),
]

public = [
    path("publications/", publications.PublicationList.as_view(), name="publications"),
    path("publications/<str:ref>.pdf", publications.PublicationPdf.as_view(), name="publication-pdf"),
    path("publications/<str:ref>/", publications.Publication.as_view(), name="publication"),
]

urlpatterns = [
    *public,
    path("cy/", include((public, "cy")), {"language": "cy"}),
    path("dpias/<str:ref>/redaction/", include(of_release)),
    path("dpias/<str:ref>/export.pdf", publications.ExportPage.as_view(), name="dpia-export"),
    path("dpias/", records.DpiaList.as_view(), name="dpias"),
    path("dpias/new/", writing.AfterTheFact.as_view(), name="dpia-after-the-fact"),
    path("dpias/begin/<str:ref>/", writing.ForProposal.as_view(), name="dpia-for-proposal"),
    path("dpias/<str:ref>/compare/", records.ComparePage.as_view(), name="dpia-compare"),
    path("dpias/<str:ref>/v<int:version>/", include(of_version)),
    path("dpias/<str:ref>/", records.DpiaPage.as_view(), name="dpia"),
]
