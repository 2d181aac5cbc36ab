"""Addresses of assessments, needs, proposals and meetings."""

from django.urls import URLPattern, include, path

from assessments.models import Meeting, Need, Proposal
from assessments.views import (
    agenda,
    assessing,
    comparing,
    consulting,
    deciding,
    files,
    matrix,
    meeting,
    minutes,
    needing,
    proposing,
    public,
    reporting,
    standing,
    timeline,
)

of_assessment = [
    path("", assessing.AssessmentPage.as_view(), name="assessment-version"),
    path("edit/", assessing.EditAssessment.as_view(), name="assessment-edit"),
    path("category/<slug:category>/", assessing.CategoryPage.as_view(), name="assessment-category"),
    path("evidence/add/", assessing.EvidencePage.as_view(), name="evidence-add"),
    path("evidence/<int:part>/", assessing.EvidencePage.as_view(), name="evidence"),
    path("evidence/<int:part>/file/", assessing.EvidenceDownload.as_view(), name="evidence-file"),
    path("evidence/<int:part>/remove/", assessing.DropEvidence.as_view(), name="evidence-remove"),
    path("gaps/add/", assessing.GapPage.as_view(), name="gap-add"),
    path("gaps/<int:part>/", assessing.GapPage.as_view(), name="gap"),
    path("gaps/<int:part>/remove/", assessing.DropGap.as_view(), name="gap-remove"),
    path("advice/ask/", assessing.AskAdvice.as_view(), name="advice-ask"),
    path("advice/remind/", assessing.RemindAdvice.as_view(), name="advice-remind"),
    path("advice/", assessing.AdvicePage.as_view(), name="advice"),
    path("stands/", standing.StandingPage.as_view(), name="assessment-stands"),
    path("check/", assessing.AssessmentCheck.as_view(), name="assessment-check"),
    path("new-version/", assessing.NewVersion.as_view(), name="assessment-new-version"),
    path("step/<slug:name>/", assessing.AssessmentStep.as_view(), name="assessment-step"),
]

of_need = [
    path("", needing.NeedPage.as_view(), name="need-version"),
    path("edit/", needing.EditNeed.as_view(), name="need-edit"),
    path("factor/<slug:factor>/", needing.FactorPage.as_view(), name="need-factor"),
    path("weighing/", needing.WeighingPage.as_view(), name="need-weighing"),
    path("grounds/add/", needing.GroundPage.as_view(), name="need-ground-add"),
    path("sites/add/", needing.NeedSitePage.as_view(), name="need-site-add"),
    path("<slug:parts>/<int:part>/remove/", needing.DropPage.as_view(), name="need-part-remove"),
    path("files/", files.CaseFiles.as_view(model=Need), name="need-files"),
    path("files/<int:pk>/", files.OneCaseFile.as_view(model=Need), name="need-file"),
    path("check/", needing.NeedCheck.as_view(), name="need-check"),
    path("new-version/", needing.NewVersion.as_view(), name="need-new-version"),
    path("step/<slug:name>/", needing.NeedStep.as_view(), name="need-step"),
]

of_proposal = [
    path("", proposing.ProposalPage.as_view(), name="proposal"),
    path("edit/", proposing.EditProposal.as_view(), name="proposal-edit"),
    path("sites/add/", proposing.AddSite.as_view(), name="proposal-site-add"),
    path("sites/<int:part>/remove/", proposing.DropSite.as_view(), name="proposal-site-remove"),
    path("sites/<int:part>/exceptional/", proposing.ExceptionalPage.as_view(), name="proposal-exceptional"),
    path("matrix/", proposing.LookUpMatrix.as_view(), name="proposal-matrix"),
    path("gaps/", proposing.GapsPage.as_view(), name="proposal-gaps"),
    path("cameras/<str:site>/", proposing.CameraPage.as_view(), name="proposal-camera"),
    path("task/<str:kind>/", proposing.TaskPage.as_view(), name="proposal-task"),
    path("consultation/", consulting.ConsultationPage.as_view(), name="proposal-consultation"),
    path("consultation/close/", consulting.CloseConsultation.as_view(), name="proposal-consultation-close"),
    path("consultation/pack/", consulting.PackPage.as_view(), name="proposal-pack"),
    path("consultation/pack/file/", consulting.PackFile.as_view(), name="proposal-pack-file"),
    path("consultation/pack/read/", consulting.PackReading.as_view(), name="proposal-pack-read"),
    path("consultation/record/", consulting.RecordOfConsultation.as_view(), name="proposal-consultation-record"),
    path("responses/unread/<int:part>/", consulting.UnreadPage.as_view(), name="response-unread"),
    path("stakeholders/add/", consulting.StakeholderPage.as_view(), name="stakeholder-add"),
    path("stakeholders/<int:part>/", consulting.StakeholderPage.as_view(), name="stakeholder"),
    path("responses/add/", consulting.ResponsePage.as_view(), name="response-add"),
    path("responses/<int:part>/", consulting.ResponsePage.as_view(), name="response"),
    path("conditions/add/", proposing.ConditionPage.as_view(), name="condition-add"),
    path("conditions/<int:part>/met/", proposing.MetPage.as_view(), name="condition-met"),
    path("passport/add/", files.PassportPage.as_view(), name="passport-add"),
    path("passport/<int:part>/", files.PassportPage.as_view(), name="passport"),
    path("passport/<int:part>/file/", files.PassportFile.as_view(), name="passport-file"),
    path("files/", files.CaseFiles.as_view(model=Proposal), name="proposal-files"),
    path("files/<int:pk>/", files.OneCaseFile.as_view(model=Proposal), name="proposal-file"),
    path("timeline/", timeline.TimelinePage.as_view(), name="proposal-timeline"),
    path(
        "decisions/<int:decision>/sealed.json",
        deciding.SealFile.as_view(),
        {"records": "proposals"},
        name="proposals-seal-file",
    ),
    path("paper.pdf", minutes.ProposalPapers.as_view(), name="proposal-paper"),
    path("check/", proposing.ProposalCheck.as_view(), name="proposal-check"),
    path("step/<slug:name>/", deciding.ProposalStep.as_view(), name="proposal-step"),
]

of_meeting = [
    path("", meeting.MeetingPage.as_view(), name="meeting"),
    path("papers.pdf", minutes.PapersFile.as_view(), name="meeting-papers"),
    path("minutes.pdf", minutes.MinutesFile.as_view(), name="meeting-minutes"),
    path("waiting/", agenda.WaitingPage.as_view(), name="meeting-waiting"),
    path("objectives/", agenda.SetObjective.as_view(), name="meeting-objectives"),
    path("objectives/<int:part>/", agenda.EndObjective.as_view(), name="meeting-objective"),
    path("items/add/", meeting.AddItem.as_view(), name="meeting-item-add"),
    path("items/<int:item>/", meeting.MinutesPage.as_view(), name="meeting-item"),
    path("items/<int:item>/attendance/", meeting.AttendPage.as_view(), name="meeting-attendance"),
    path("files/", files.CaseFiles.as_view(model=Meeting), name="meeting-files"),
    path("files/<int:pk>/", files.OneCaseFile.as_view(model=Meeting), name="meeting-file"),
    path("sign/", meeting.SignPage.as_view(), name="meeting-sign"),
]


def _on_decisions(records: str) -> list[URLPattern]:
    """The pages upon one decision, for each kind of record."""
    known = {"records": records}
    return [
        path("", deciding.SealPage.as_view(), known, name=f"{records}-seal"),
        path("correct/", deciding.CorrectPage.as_view(), known, name=f"{records}-correct"),
        path("confirm/", deciding.ConfirmCorrection.as_view(), known, name=f"{records}-confirm-correction"),
    ]


of_the_public = [
    path("consultations/", public.ConsultationList.as_view(), name="consultations"),
    path("consultations/<str:ref>.pdf", public.ConsultationPdf.as_view(), name="consultation-pdf"),
    path("consultations/<str:ref>/", public.PublicConsultation.as_view(), name="consultation"),
    path("consultations/<str:ref>/answer/", public.AnswerPage.as_view(), name="consultation-answer"),
    path("consultations/<str:ref>/answered/", public.AnsweredPage.as_view(), name="consultation-answered"),
]

urlpatterns = [
    *of_the_public,
    path("cy/", include((of_the_public, "cy-consultations")), {"language": "cy"}),
    path("assessments/", assessing.AssessmentList.as_view(), name="assessments"),
    path("assessments/new/", assessing.NewAssessment.as_view(), name="assessment-new"),
    path("assessments/<str:ref>/", assessing.AssessmentPage.as_view(), name="assessment"),
    path("assessments/<str:ref>/compare/", comparing.CompareAssessments.as_view(), name="assessment-compare"),
    path("assessments/<str:ref>/v<int:version>/", include(of_assessment)),
    path("assessments/<str:ref>/v<int:version>/decisions/<int:decision>/", include(_on_decisions("assessments"))),
    path("needs/", needing.NeedList.as_view(), name="needs"),
    path("needs/new/", needing.NewNeed.as_view(), name="need-new"),
    path("needs/confirm/", needing.BulkConfirm.as_view(), name="needs-confirm"),
    path("needs/<str:ref>/", needing.NeedPage.as_view(), name="need"),
    path("needs/<str:ref>/compare/", comparing.CompareNeeds.as_view(), name="need-compare"),
    path("needs/<str:ref>/v<int:version>/", include(of_need)),
    path("needs/<str:ref>/v<int:version>/decisions/<int:decision>/", include(_on_decisions("needs"))),
    path("proposals/", proposing.ProposalList.as_view(), name="proposals"),
    path("proposals/new/", proposing.NewProposal.as_view(), name="proposal-new"),
    path("proposals/<str:ref>/", include(of_proposal)),
    path("proposals/<str:ref>/decisions/<int:decision>/", include(_on_decisions("proposals"))),
    path("matrix/", matrix.MatrixPage.as_view(), name="matrix"),
    path("board-reports/", reporting.ReportPage.as_view(), name="board-reports"),
    path("board-reports/give/<slug:since>/<slug:until>/", reporting.GiveReport.as_view(), name="board-report-give"),
    path("board-reports/<int:ref>/", reporting.GivenReport.as_view(), name="board-report"),
    path("board-reports/<int:ref>/report.pdf", reporting.GivenReportFile.as_view(), name="board-report-file"),
    path("meetings/", meeting.MeetingList.as_view(), name="meetings"),
    path("meetings/new/", meeting.NewMeeting.as_view(), name="meeting-new"),
    path("meetings/<str:ref>/", include(of_meeting)),
    path("meetings/<str:ref>/decisions/<int:decision>/", include(_on_decisions("meetings"))),
]
