"""Addresses of the register, performance and assets."""

from django.urls import path

from cameras.register.urls import addresses
from cameras.views import assets, checks, cordons, devices, finance, history, map, sites

urlpatterns = [
    path("sites/", sites.SiteList.as_view(), name="sites"),
    path("sites/map/", map.SiteMap.as_view(), name="site-map"),
    path("sites/cordons/", cordons.CordonList.as_view(), name="cordons"),
    path("sites/cordons/new/", cordons.NewCordon.as_view(), name="cordon-new"),
    path("sites/cordons/<str:ref>/", cordons.CordonPage.as_view(), name="cordon"),
    path("sites/add/", sites.AddSite.as_view(), name="site-add"),
    *addresses(sites.SiteList),
    path("sites/<str:ref>/", sites.SitePage.as_view(), name="site"),
    path("sites/<str:ref>/edit/", sites.EditSite.as_view(), name="site-edit"),
    path("sites/<str:ref>/step/<str:name>/", sites.SiteStep.as_view(), name="site-step"),
    path("sites/<str:ref>/history/", history.SiteHistory.as_view(), name="site-history"),
    path("sites/<str:ref>/tasks/<int:task>/", sites.TaskPage.as_view(), name="site-task"),
    path("sites/<str:ref>/checks/", checks.SiteChecks.as_view(), name="site-checks"),
    path("sites/<str:ref>/checks/new/", checks.OpenCheck.as_view(), name="check-new"),
    path("sites/<str:ref>/devices/add/", devices.AddDevice.as_view(), name="device-add"),
    path("sites/<str:ref>/devices/<int:device>/", devices.EditDevice.as_view(), name="device-edit"),
    path("sites/<str:ref>/devices/<int:device>/move/", devices.MoveDevice.as_view(), name="device-move"),
    path("performance/", checks.CheckList.as_view(), name="performance"),
    path("performance/<str:ref>/", checks.CheckPage.as_view(), name="check"),
    path("performance/<str:ref>/step/<str:name>/", checks.CheckStep.as_view(), name="check-step"),
    path("performance/<str:ref>/action/", checks.ActionPage.as_view(), name="check-action"),
    path("assets/", assets.AssetList.as_view(), name="assets"),
    path("assets/new/", assets.NewAsset.as_view(), name="asset-new"),
    path("assets/models/", assets.EquipmentList.as_view(), name="equipment-list"),
    path("assets/models/new/", assets.NewEquipment.as_view(), name="equipment-new"),
    path("assets/models/<str:ref>/", assets.EquipmentPage.as_view(), name="equipment"),
    path("assets/public-information/", assets.InformationList.as_view(), name="information-list"),
    path("assets/public-information/new/", assets.NewInformation.as_view(), name="information-new"),
    path("assets/public-information/<str:ref>/", assets.InformationPage.as_view(), name="information"),
    path("assets/reconcile/", finance.Reconcile.as_view(), name="reconcile"),
    path("assets/reconcile/<int:job>/", finance.Differences.as_view(), name="differences"),
    path("assets/reconcile/difference/<str:ref>/", finance.DifferencePage.as_view(), name="difference"),
    path("assets/<str:ref>/", assets.AssetPage.as_view(), name="asset"),
]
